import type { LoadRequest } from "./calls.ts";

/** What a worker will most likely be asked for first: what was asked for last, and what it came to run on. */
export interface HeadStart {
  readonly load: Pick<LoadRequest, "task" | "model" | "allowed">;
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
export function headStartText({ load, engine, backend }: HeadStart): string {
  return JSON.stringify({ load: plainLoad(load), engine, backend });
}

/** What was kept, whose words are looked up by who uses them; undefined where it is something else. */
export function readHeadStart(text: string): HeadStart | undefined {
  try {
    const { load, engine, backend } = JSON.parse(text) as HeadStart;
    const { task, model = "", allowed } = load;
    const words: readonly unknown[] = [
      ...[task, model, engine, backend],
      ...[allowed.engine ?? "", allowed.backend ?? ""],
    ];
    if (!words.every((word) => typeof word === "string")) return undefined;
    return { load: plainLoad(load), engine, backend };
  } catch {
    return undefined;
  }
}

function plainLoad({
  task,
  model,
  allowed: { engine, backend },
}: HeadStart["load"]): HeadStart["load"] {
  const allowed = { ...(engine && { engine }), ...(backend && { backend }) };
  return { task, ...(model && { model }), allowed };
}
