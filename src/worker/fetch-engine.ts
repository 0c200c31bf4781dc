import { AppError, reasonOf } from "#shared";
import type { Engine, EngineEntry } from "./engines/engine.ts";
import { feedExtras } from "./engines/feed-extras.ts";

/** How Chromium and Firefox, and Safari, say that a module's code did not arrive. */
const codeMissing = /dynamically imported module|importing a module script/i;

const engines = new WeakMap<EngineEntry, Promise<Engine>>();

/**
 * Fetches an engine's code, once per worker: a library's own state is global, and must not be set up twice.
 * @throws AppError `offline` when it does not arrive, else whatever the code threw
 */
export function fetchEngine(entry: EngineEntry): Promise<Engine> {
  let engine = engines.get(entry);
  if (!engine) {
    engine = fetchCode(entry);
    engines.set(entry, engine);
    // What did not arrive is asked for again next time.
    engine.catch(() => engines.delete(entry));
  }
  return engine;
}

async function fetchCode(entry: EngineEntry): Promise<Engine> {
  try {
    return feedExtras(await entry.fetch());
  } catch (cause) {
    const words = reasonOf(cause);
    if (!codeMissing.test(words)) throw cause;
    const url = /https?:\S+/.exec(words)?.[0] ?? `engine ${entry.id}`;
    throw new AppError("offline", { url, receivedBytes: 0, totalBytes: 0 }, { cause });
  }
}
