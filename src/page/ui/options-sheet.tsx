import type { ReactNode } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { text } from "../text/text.ts";
import { LazyRecordOptions } from "./lazy-record.tsx";
import { Sheet } from "./sheet.tsx";
import { TaskOptions } from "./task-options.tsx";

/** The task's own options, and how stills and recordings are made. */
export function OptionsSheet({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  return (
    <Sheet title={text.options} name="options">
      <TaskOptions view={view} />
      <LazyRecordOptions />
    </Sheet>
  );
}
