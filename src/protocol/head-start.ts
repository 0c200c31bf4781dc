/** What a worker will most likely be asked for first: what ran here last. */
export interface HeadStart {
  readonly task: string;
  readonly engine: string;
  readonly backend: string;
}

const plainName = "localens";

/** A worker's name, which is there before any message: it may tell what to begin with. */
export function workerName(headStart?: HeadStart): string {
  return headStart ? `${plainName} ${headStartText(headStart)}` : plainName;
}

/** What a worker's name tells, if anything. */
export function headStartOf(name: string): HeadStart | undefined {
  return readHeadStart(name.slice(plainName.length + 1));
}

/** A head start as text, to be kept. */
export function headStartText({ task, engine, backend }: HeadStart): string {
  return [task, engine, backend].join(" ");
}

/** What was kept; undefined where it is something else. */
export function readHeadStart(text: string): HeadStart | undefined {
  const [task, engine, backend, more] = text.split(" ");
  return task && engine && backend && more === undefined ? { task, engine, backend } : undefined;
}
