import type { TaskExport } from "../task-export.ts";
import type { ReadResult } from "./task.ts";

/** How read lines leave the app, in reading order. */
export const readExport: TaskExport<ReadResult> = {
  plain: ({ lines }) => ({ lines: lines.map(({ text, score, quad }) => ({ text, score, quad })) }),
  columns: ["line", "text", "score", "x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"],
  rows: ({ lines }) =>
    lines.map(({ text, score, quad }, index) => [index + 1, text, score, ...quad.flat()]),
};
