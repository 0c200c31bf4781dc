import { useEffect, useState } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";

const modules = import.meta.glob<{ readonly view: TaskView<TaskId> }>("/src/tasks/*/view.tsx");

/** Fetches a task's options panel and words. */
export async function loadTaskView(task: TaskId): Promise<TaskView<TaskId> | undefined> {
  return (await modules[`/src/tasks/${task}/view.tsx`]?.())?.view;
}

/** A task's options panel and words, fetched when first needed; undefined until then. */
export function useTaskView(task: TaskId): TaskView<TaskId> | undefined {
  const [loaded, setLoaded] = useState<{ task: TaskId; view: TaskView<TaskId> }>();
  useEffect(() => {
    let current = true;
    void loadTaskView(task).then((view) => {
      if (current && view) setLoaded({ task, view });
    });
    return () => {
      current = false;
    };
  }, [task]);
  return loaded?.task === task ? loaded.view : undefined;
}
