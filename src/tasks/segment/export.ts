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
  columns: [
    "coverage",
    "mask_width",
    "mask_height",
    "label",
    "share",
    "score",
    "x",
    "y",
    "box_width",
    "box_height",
  ],
  rows: ({ mask: { width, height, coverage }, classes, instances }) => {
    const whole = [coverage, width, height] as const;
    const noBox = [null, null, null, null, null] as const;
    if (instances && instances.length > 0) {
      return instances.map(({ label, share, score, box }) => {
        return [...whole, label, share, score, ...box];
      });
    }
    if (!classes || instances) return [[...whole, null, null, ...noBox]];
    return classes.found.map(({ label, share }) => [...whole, label, share, ...noBox]);
  },
  boxes: ({ instances = [] }) => instances,
  mask: ({ mask }) => mask,
};
