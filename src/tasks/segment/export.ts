import type { TaskExport } from "../task-export.ts";
import type { SegmentResult } from "./task.ts";

/** How person masks leave the app: as numbers here, their bytes as pictures. */
export const segmentExport: TaskExport<SegmentResult> = {
  plain: ({ mask: { width, height, coverage } }) => ({ mask: { width, height, coverage } }),
  columns: ["coverage", "mask_width", "mask_height"],
  rows: ({ mask: { width, height, coverage } }) => [[coverage, width, height]],
  mask: ({ mask }) => mask,
};
