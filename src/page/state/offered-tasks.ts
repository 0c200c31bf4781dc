import type { ModelCard } from "#shared";
import { type Task, type TaskId, tasks } from "#tasks";

/**
 * The tasks to choose among, in their order: all but those for which there is no model yet, shipped or
 * brought. What is chosen already (by the address) stays among them.
 */
export function offeredTasks(
  chosen: TaskId,
  brought: readonly Pick<ModelCard, "task">[],
): readonly Task[] {
  return tasks.filter(
    ({ id, models }) =>
      id === chosen || Object.keys(models).length > 0 || brought.some((card) => card.task === id),
  );
}
