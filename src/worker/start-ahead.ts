import { headStartOf } from "#protocol/head-start";
import type { Backend } from "#shared";
import { taskById } from "#tasks";
import { engineEntries } from "./engines/list.ts";
import { fetchEngine } from "./fetch-engine.ts";
import type { LoadAhead } from "./load-ahead.ts";
import { savesBytes } from "./saves-bytes.ts";
import { drawingOf, runnerOf } from "./task-parts.ts";

const backends: readonly Backend[] = ["wasm", "webgpu"];

/**
 * Starts what ran here last, as the worker's name tells, while the page is still on its way to ask for it.
 * Nothing depends on it: what fails here fails again, and is told, when it is asked for.
 */
export function startAhead(name: string, ahead: Pick<LoadAhead, "begin">): void {
  const headStart = headStartOf(name);
  if (!headStart) return;
  const { load } = headStart;
  const task = taskById(load.task);
  const entry = engineEntries.find(({ id }) => id === headStart.engine);
  if (!task || !entry) return;
  // A GPU is probed before anything is started on it.
  const engine = fetchEngine(entry).then((engine) =>
    headStart.backend === "wasm" ? engine.startAhead?.() : undefined,
  );
  for (const part of [engine, runnerOf(task.id), drawingOf(task.id)]) part.catch(() => {});
  // Should something not be stored any more, the page asks the person first where bytes are dear.
  if (navigator.onLine && savesBytes()) return;
  const { allowed, ...wanted } = load;
  const onlyEngine = engineEntries.find(({ id }) => id === allowed.engine)?.id;
  const onlyBackend = backends.find((id) => id === allowed.backend);
  if (onlyEngine !== allowed.engine || onlyBackend !== allowed.backend) return;
  ahead.begin({
    ...wanted,
    task: task.id,
    allowed: {
      ...(onlyEngine && { engine: onlyEngine }),
      ...(onlyBackend && { backend: onlyBackend }),
    },
    refused: [],
  });
}
