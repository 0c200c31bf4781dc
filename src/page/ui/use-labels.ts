import type { TaskId } from "#tasks";
import { broughtFor } from "../state/brought-cards.ts";
import { downloadsOf } from "../state/download-size.ts";
import { useAppState } from "./app-context.ts";

/** The labels of the model that a task runs. */
export function useLabels(task: TaskId): readonly string[] {
  const brought = useAppState((state) => broughtFor(state, task));
  const [shipped] = downloadsOf(task);
  return brought?.labels ?? shipped?.labels ?? [];
}
