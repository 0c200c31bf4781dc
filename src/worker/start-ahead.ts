import { headStartOf } from "#protocol/head-start";
import { engineEntries } from "./engines/list.ts";
import { fetchEngine } from "./fetch-engine.ts";
import type { LoadAhead } from "./load-ahead.ts";
import { savesBytes } from "./saves-bytes.ts";

/**
 * Starts what ran here last, as the worker's name tells, while the page is still on its way to ask for it.
 * Nothing depends on it: what fails here fails again, and is told, when it is asked for.
 */
export function startAhead(name: string, ahead: Pick<LoadAhead, "begin">): void {
  const headStart = headStartOf(name);
  const entry = engineEntries.find(({ id }) => id === headStart?.engine);
  if (!headStart || !entry) return;
  // A GPU is probed before anything is started on it.
  fetchEngine(entry)
    .then((engine) => (headStart.backend === "wasm" ? engine.startAhead?.() : undefined))
    .catch(() => {});
  // Should something not be stored any more, the page asks the person first where bytes are dear.
  if (navigator.onLine && savesBytes()) return;
  ahead.begin({ ...headStart.load, refused: [] });
}
