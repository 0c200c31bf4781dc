import { AppError } from "#shared";
import type { TaskId } from "#tasks";
import type { TaskDrawer, TaskRunner } from "#tasks/runner";

const runners = import.meta.glob<{ readonly runner?: TaskRunner<TaskId> }>("../tasks/*/run.ts");
const drawers = import.meta.glob<{ readonly draw?: TaskDrawer<TaskId> }>("../tasks/*/draw.ts");

/** Fetches a task's `runner`, found by its folder. */
export async function runnerOf(task: TaskId): Promise<TaskRunner<TaskId>> {
  const runner = (await runners[`../tasks/${task}/run.ts`]?.())?.runner;
  if (!runner) throw new AppError("internal", { reason: `tasks/${task} has no runner` });
  return runner;
}

/** Fetches a task's `draw`, found by its folder. */
export async function drawerOf(task: TaskId): Promise<TaskDrawer<TaskId>> {
  const drawer = (await drawers[`../tasks/${task}/draw.ts`]?.())?.draw;
  if (!drawer) throw new AppError("internal", { reason: `tasks/${task} has no drawer` });
  return drawer;
}
