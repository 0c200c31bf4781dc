import type { ReactNode } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { cardsOf } from "../state/download-size.ts";
import { useApp, useAppState } from "./app-context.ts";

/** The chosen task's own options. */
export function TaskOptions({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const { app } = useApp();
  const task = useAppState((state) => state.task);
  const options = useAppState((state) => state.options[state.task]);
  if (!view) return null;
  return (
    <div className="controls task-options">
      <view.Options
        options={options}
        labels={cardsOf(task)[0]?.labels ?? []}
        onChange={(changed) => app.setOptions(task, changed)}
      />
    </div>
  );
}
