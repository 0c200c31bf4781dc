import { type HeadStart, headStartText, readHeadStart, workerName } from "#protocol/head-start";

// This file is a script of its own in the built page, and runs before the rest has even arrived: the worker
// gets going while the page is still being read. So it imports next to nothing.

const storedAs = "localens-head-start";
/** Pages that took a head start and never came to a session: after so many the hint is taken for harmful. */
const mostTries = 1;

let opened = openAhead();

/** The worker that was opened ahead, once. */
export function takeOpened(): Worker | undefined {
  const worker = opened;
  opened = undefined;
  return worker;
}

/** Opens a worker that runs models. */
export function openWorker(headStart?: HeadStart): Worker {
  return new Worker(new URL("../worker/entry.ts", import.meta.url), {
    type: "module",
    name: workerName(headStart),
  });
}

/** Remembers what the next visit may begin with. */
export function rememberStart(headStart: HeadStart): void {
  write({ tries: 0, text: headStartText(headStart) });
}

/** The next visit begins with nothing. */
export function forgetStart(): void {
  write(undefined);
}

function openAhead(): Worker | undefined {
  const kept = read();
  const headStart = kept && kept.tries < mostTries ? readHeadStart(kept.text) : undefined;
  if (!kept || !headStart || !isWanted(headStart)) return undefined;
  write({ ...kept, tries: kept.tries + 1 });
  // Who leaves in the middle did not die of it.
  globalThis.addEventListener?.("pagehide", () => {
    const now = read();
    if (now) write({ ...now, tries: 0 });
  });
  try {
    const worker = openWorker(headStart);
    // It is opened again by whoever needs it, who also says what is wrong.
    worker.addEventListener("error", () => {
      if (opened !== worker) return;
      opened = undefined;
      worker.terminate();
    });
    return worker;
  } catch {
    return undefined;
  }
}

/** Whether the address asks for nothing else. */
function isWanted({ load }: HeadStart): boolean {
  const query = new URLSearchParams(location.search);
  const agrees = (key: "task" | "model"): boolean => (query.get(key) ?? load[key]) === load[key];
  const allows = (key: "engine" | "backend"): boolean =>
    (query.get(key) ?? undefined) === load.allowed[key];
  return (
    !query.has("check") &&
    (query.get("place") ?? "live") === "live" &&
    agrees("task") &&
    agrees("model") &&
    allows("engine") &&
    allows("backend")
  );
}

interface Kept {
  readonly tries: number;
  readonly text: string;
}

// Local storage, alone of all that a browser keeps, is there without waiting.
function read(): Kept | undefined {
  try {
    const [tries, text] = localStorage.getItem(storedAs)?.split(/ (.*)/s) ?? [];
    return text === undefined ? undefined : { tries: Number(tries) || 0, text };
  } catch {
    return undefined;
  }
}

function write(kept: Kept | undefined): void {
  try {
    if (kept) localStorage.setItem(storedAs, `${kept.tries} ${kept.text}`);
    else localStorage.removeItem(storedAs);
  } catch {
    // Without storage every visit is a first one.
  }
}
