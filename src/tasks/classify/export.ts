import type { TaskExport } from "../task-export.ts";
import type { ClassifyResult } from "./task.ts";

/** How the classes of a picture leave the app, best first. */
export const classifyExport: TaskExport<ClassifyResult> = {
  plain: ({ classes }) => ({ classes: classes.map(({ label, score }) => ({ label, score })) }),
  columns: ["rank", "label", "score"],
  rows: ({ classes }) => classes.map(({ label, score }, index) => [index + 1, label, score]),
};
