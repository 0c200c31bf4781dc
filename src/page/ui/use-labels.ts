import { useEffect, useState } from "react";
import { type TaskId, taskById } from "#tasks";
import { broughtFor } from "../state/brought-cards.ts";
import { useAppState } from "./app-context.ts";

/** The labels of the model that a task runs; those of a shipped one come a moment later, with its card. */
export function useLabels(task: TaskId): readonly string[] {
  const brought = useAppState((state) => broughtFor(state, task));
  const [shipped, setShipped] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    void import("#models").then(({ cardById }) => {
      const [id = ""] = Object.values(taskById(task)?.models ?? {});
      if (current) setShipped(cardById(id)?.labels ?? []);
    });
    return () => {
      current = false;
    };
  }, [task]);
  return brought?.labels ?? shipped;
}
