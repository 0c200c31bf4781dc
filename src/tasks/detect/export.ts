import type { TaskExport } from "../task-export.ts";
import type { DetectResult } from "./task.ts";

/** How detections leave the app. */
export const detectExport: TaskExport<DetectResult> = {
  plain: ({ detections }) => ({
    detections: detections.map(({ label, classId, score, box, corners, trackId }) => ({
      label,
      classId,
      score,
      box,
      ...(corners && { corners }),
      ...(trackId !== undefined && { trackId }),
    })),
  }),
  columns: ["label", "class_id", "score", "x", "y", "box_width", "box_height", "track_id"],
  rows: ({ detections }) =>
    detections.map(({ label, classId, score, box, trackId }) => [
      label,
      classId,
      score,
      ...box,
      trackId ?? null,
    ]),
  boxes: ({ detections }) =>
    detections.map(({ label, score, box, corners }) => ({
      label,
      score,
      box,
      ...(corners && { outline: corners }),
    })),
};
