import { classifyExport } from "./classify/export.ts";
import { detectExport } from "./detect/export.ts";
import { facesExport } from "./faces/export.ts";
import { handsExport } from "./hands/export.ts";
import { poseExport } from "./pose/export.ts";
import { rawExport } from "./raw/export.ts";
import { readExport } from "./read/export.ts";
import { segmentExport } from "./segment/export.ts";
import type { TaskExport } from "./task-export.ts";
import type { ResultOf, TaskId, TaskResult } from "./tasks.ts";

export type { ByteMask, Cell, KeypointNames, LabelledBox, TaskExport } from "./task-export.ts";

/** How each task's results leave the app; a task without does not compile. */
const taskExports: { readonly [Id in TaskId]: TaskExport<ResultOf<Id>> } = {
  detect: detectExport,
  pose: poseExport,
  faces: facesExport,
  hands: handsExport,
  segment: segmentExport,
  read: readExport,
  classify: classifyExport,
  raw: rawExport,
};

/** How the results of a task leave the app. */
export function exportOf(task: TaskId): TaskExport<TaskResult> {
  // That a result goes to its own task's functions is the shape of the list above.
  return taskExports[task] as unknown as TaskExport<TaskResult>;
}
