import { headStartOf } from "#protocol/head-start";
import { taskById } from "#tasks";
import { engineEntries } from "./engines/list.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { drawingOf, runnerOf } from "./task-parts.ts";

/**
 * Fetches and starts what ran here last, as the worker's name tells, while the page is still on its way to
 * ask for it. Nothing depends on it: what fails here fails again, and is told, when it is asked for.
 */
export function startAhead(name: string): void {
  const headStart = headStartOf(name);
  const task = taskById(headStart?.task ?? "");
  const entry = engineEntries.find(({ id }) => id === headStart?.engine);
  if (!headStart || !task || !entry) return;
  const parts: readonly Promise<unknown>[] = [
    runnerOf(task.id),
    drawingOf(task.id),
    // A GPU is probed before anything is started on it.
    fetchEngine(entry).then((engine) =>
      headStart.backend === "wasm" ? engine.startAhead?.() : undefined,
    ),
  ];
  for (const part of parts) part.catch(() => {});
}
