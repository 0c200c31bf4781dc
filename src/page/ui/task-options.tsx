import { lazy, type ReactNode, Suspense } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { useApp, useAppState } from "./app-context.ts";
import { ModelChooser } from "./model-chooser.tsx";
import { useLabels } from "./use-labels.ts";

const ExportCopy = lazy(async () => ({
  default: (await import("../files/export-copy.tsx")).ExportCopy,
}));

/** What the chosen task found, where that is of use by itself, and the task's own options. */
export function TaskOptions({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const { app } = useApp();
  const task = useAppState((state) => state.task);
  const options = useAppState((state) => state.options[state.task]);
  const result = useAppState((state) => state.result);
  const labels = useLabels(task);
  if (!view) return null;
  return (
    <div className="controls task-options">
      <ModelChooser task={task} />
      {view.Found && result?.task === task && <view.Found result={result} />}
      <view.Options
        options={options}
        labels={labels}
        result={result?.task === task ? result : undefined}
        onChange={(changed) => app.setOptions(task, changed)}
      />
      {result?.task === task && (
        <Suspense fallback={null}>
          <ExportCopy />
        </Suspense>
      )}
    </div>
  );
}
