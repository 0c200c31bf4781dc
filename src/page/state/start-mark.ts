import type { Backend, EngineId } from "#shared";
import type { AppStore } from "./app-state.ts";
import type { Started } from "./losses.ts";
import type { Settings } from "./settings.ts";

/** Where it is said that the page left in the middle of a start: at once, as only this storage can. */
const leftAs = "localens:left";

/** Held while a page starts an engine: the mark of one that lives says nothing yet, and a dead one holds none. */
const startsLock = "localens:starts";

/** Until its first result, or so long after it was ready, a start may end the whole page. */
const riskyMs = 3_000;

/**
 * Keeps a mark while an engine starts, so that a page that dies of it is not met by the same start again at
 * each reload; returns what to tell of each attempt. Who leaves in the middle takes the mark along.
 */
export function keepStartMark(
  store: AppStore,
  settings: Pick<Settings, "write">,
): (attempt: Started) => void {
  let marked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let release: () => void = () => {};
  const clear = (): void => {
    clearTimeout(timer);
    release();
    if (marked) settings.write("starting", null);
    marked = false;
  };
  store.subscribe(({ model, result }, before) => {
    if (!marked) return;
    const { at } = model;
    if (at === "absent" || at === "failed" || (at === "ready" && result)) clear();
    else if (at === "ready" && before.model.at !== "ready") timer = setTimeout(clear, riskyMs);
  });
  globalThis.addEventListener?.("pagehide", () => {
    // The database may write too late for the next page.
    if (marked) sayLeft(true);
    clear();
  });
  return ({ engine, backend }) => {
    clearTimeout(timer);
    if (!marked) release = holdLock();
    marked = true;
    sayLeft(false);
    settings.write("starting", { engine, backend });
  };
}

/** What died once is tried last for so long. */
const doubtMs = 7 * 24 * 3_600_000;

/** What earlier visits left. */
export interface FoundMark {
  /** Tried last. */
  readonly doubted?: Started;
  /** The page before this one died of it. */
  readonly died?: Started;
}

/** Reads what earlier visits left, and remembers what they died of. */
export async function readStartMark(
  get: (key: "starting" | "doubted") => Promise<unknown>,
  write: (key: "starting" | "doubted", value: unknown) => void,
  nowMs: number,
): Promise<FoundMark> {
  const [starting, doubt] = await Promise.all([get("starting"), get("doubted")]);
  const found = startOf(starting);
  const mark = found && (await isHeld()) ? undefined : found;
  if (mark) write("starting", null);
  const died = hasLeft() ? undefined : mark;
  if (died) {
    write("doubted", { ...died, atMs: nowMs });
    return { doubted: died, died };
  }
  const { atMs } = (doubt ?? {}) as { readonly atMs?: unknown };
  const doubted = startOf(doubt);
  return doubted && nowMs - Number(atMs) < doubtMs ? { doubted } : {};
}

/** Until the function is called that is returned; without locks there is none. */
function holdLock(): () => void {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  globalThis.navigator?.locks
    ?.request(startsLock, { mode: "shared" }, () => released)
    .catch(() => {});
  return release;
}

/** Whether another page is in the middle of a start. */
async function isHeld(): Promise<boolean> {
  try {
    const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
    return held.some(({ name }) => name === startsLock);
  } catch {
    return false;
  }
}

function sayLeft(left: boolean): void {
  try {
    if (left) localStorage.setItem(leftAs, "");
    else localStorage.removeItem(leftAs);
  } catch {
    // Where nothing can be stored there is no mark either.
  }
}

function hasLeft(): boolean {
  try {
    return localStorage.getItem(leftAs) !== null;
  } catch {
    return false;
  }
}

const engines: readonly string[] = ["tfjs", "onnx", "litert"] satisfies EngineId[];
const backends: readonly string[] = ["wasm", "webgpu"] satisfies Backend[];

/** The start that a stored mark speaks of, if it is one. */
function startOf(mark: unknown): Started | undefined {
  const { engine, backend } = (mark ?? {}) as { engine?: unknown; backend?: unknown };
  if (!engines.includes(String(engine)) || !backends.includes(String(backend))) return undefined;
  return { engine: engine as EngineId, backend: backend as Backend };
}
