import type { TaskExport } from "../task-export.ts";
import type { FacesResult } from "./task.ts";

/** How faces leave the app: where they are, and their shape unless they are hidden. */
export const facesExport: TaskExport<FacesResult> = {
  plain: ({ faces, hidden }) => ({
    faces: faces.map(({ score, box, mesh, trackId }) => ({
      score,
      box,
      // The shape of a face would tell much of what is covered.
      ...(mesh && !hidden && { mesh }),
      ...(trackId !== undefined && { trackId }),
    })),
  }),
  columns: ["score", "x", "y", "box_width", "box_height", "track_id"],
  rows: ({ faces }) => faces.map(({ score, box, trackId }) => [score, ...box, trackId ?? null]),
  boxes: ({ faces }) => faces.map(({ score, box }) => ({ label: "face", score, box })),
};
