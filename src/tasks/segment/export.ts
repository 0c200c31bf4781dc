import type { TaskExport } from "../task-export.ts";
import type { SegmentResult } from "./task.ts";

/** How masks leave the app: as numbers here, their bytes as pictures. */
export const segmentExport: TaskExport<SegmentResult> = {
  plain: ({ mask: { width, height, coverage }, classes, instances }) => ({
    mask: { width, height, coverage },
    ...(classes && {
      classes: classes.found.map(({ classId, label, share }) => ({ classId, label, share })),
    }),
    ...(instances && {
      instances: instances.map(({ classId, label, score, box, share }) => ({
        classId,
        label,
        score,
        box,
        share,
      })),
    }),
  }),
  columns: ["coverage", "mask_width", "mask_height", "label", "share"],
  rows: ({ mask: { width, height, coverage }, classes }) => {
    const whole = [coverage, width, height] as const;
    if (!classes) return [[...whole, null, null]];
    return classes.found.map(({ label, share }) => [...whole, label, share]);
  },
  boxes: ({ instances = [] }) => instances,
  mask: ({ mask }) => mask,
};
