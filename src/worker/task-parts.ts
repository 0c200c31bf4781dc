import { AppError } from "#shared";
import type { TaskId } from "#tasks";
import type { TaskAmender, TaskComposer, TaskDrawer, TaskRunner } from "#tasks/runner";

const runners = import.meta.glob<{ readonly runner?: TaskRunner<TaskId> }>("../tasks/*/run.ts");
const drawings = import.meta.glob<Partial<TaskDrawing>>("../tasks/*/draw.ts");

/** How a task draws: over the picture, and where its frames are changed, the picture too. */
export interface TaskDrawing {
  readonly draw: TaskDrawer<TaskId>;
  readonly compose?: TaskComposer<TaskId>;
  readonly amend?: TaskAmender<TaskId>;
}

/** Fetches a task's `runner`, found by its folder. */
export async function runnerOf(task: TaskId): Promise<TaskRunner<TaskId>> {
  const runner = (await runners[`../tasks/${task}/run.ts`]?.())?.runner;
  if (!runner) throw new AppError("internal", { reason: `tasks/${task} has no runner` });
  return runner;
}

/** Fetches how a task draws, found by its folder. */
export async function drawingOf(task: TaskId): Promise<TaskDrawing> {
  const found = await drawings[`../tasks/${task}/draw.ts`]?.();
  if (!found?.draw) throw new AppError("internal", { reason: `tasks/${task} has no drawer` });
  const { draw, compose, amend } = found;
  return { draw, ...(compose && { compose }), ...(amend && { amend }) };
}
