import { AppError, reasonOf } from "#shared";
import type { Engine, EngineEntry } from "./engines/engine.ts";

/** How Chromium and Firefox, and Safari, say that a module's code did not arrive. */
const codeMissing = /dynamically imported module|importing a module script/i;

/**
 * Fetches an engine's code.
 * @throws AppError `offline` when it does not arrive, else whatever the code threw
 */
export async function fetchEngine(entry: EngineEntry): Promise<Engine> {
  try {
    return await entry.fetch();
  } catch (cause) {
    const words = reasonOf(cause);
    if (!codeMissing.test(words)) throw cause;
    const url = /https?:\S+/.exec(words)?.[0] ?? `engine ${entry.id}`;
    throw new AppError("offline", { url, receivedBytes: 0, totalBytes: 0 }, { cause });
  }
}
