import { useEffect, useState } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";

const modules = import.meta.glob<{ readonly view: TaskView<TaskId> }>("/src/tasks/*/view.tsx");

/** A task's options panel and words, fetched when first needed; undefined until then. */
export function useTaskView(task: TaskId): TaskView<TaskId> | undefined {
  const [loaded, setLoaded] = useState<{ task: TaskId; view: TaskView<TaskId> }>();
  useEffect(() => {
    let current = true;
    const load = modules[`/src/tasks/${task}/view.tsx`];
    void load?.().then(({ view }) => {
      if (current) setLoaded({ task, view });
    });
    return () => {
      current = false;
    };
  }, [task]);
  return loaded?.task === task ? loaded.view : undefined;
}
