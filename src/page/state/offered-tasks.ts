import { type Task, type TaskId, tasks } from "#tasks";

/**
 * The tasks to choose among, in their order: all but those for which there is no model yet. What is
 * chosen already (by the address) stays among them.
 */
export function offeredTasks(chosen: TaskId): readonly Task[] {
  return tasks.filter(({ id, models }) => id === chosen || Object.keys(models).length > 0);
}
