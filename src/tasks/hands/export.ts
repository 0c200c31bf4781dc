import type { Box } from "#shared";
import type { TaskExport } from "../task-export.ts";
import type { Hand, HandsResult } from "./task.ts";

/** The 21 points by the names of MediaPipe, in its order. */
const landmarkNames = [
  "wrist",
  ...["cmc", "mcp", "ip", "tip"].map((joint) => `thumb_${joint}`),
  ...["index", "middle", "ring", "pinky"].flatMap((finger) =>
    ["mcp", "pip", "dip", "tip"].map((joint) => `${finger}_${joint}`),
  ),
];

/** How hands leave the app. */
export const handsExport: TaskExport<HandsResult> = {
  plain: ({ hands }) => ({
    hands: hands.map(({ score, handedness, landmarks, gesture, trackId }) => ({
      score,
      handedness,
      landmarks,
      gesture,
      ...(trackId !== undefined && { trackId }),
    })),
  }),
  columns: [
    "score",
    "handedness",
    "gesture",
    "track_id",
    ...landmarkNames.flatMap((name) => [`${name}_x`, `${name}_y`, `${name}_z`]),
  ],
  rows: ({ hands }) =>
    hands.map(({ score, handedness, gesture, trackId, landmarks }) => [
      score,
      handedness,
      gesture,
      trackId ?? null,
      ...landmarkNames.flatMap((_, index) => landmarks[index] ?? [null, null, null]),
    ]),
  boxes: ({ hands }) =>
    hands.map((hand) => ({
      label: "hand",
      score: hand.score,
      box: aroundLandmarks(hand),
      keypoints: hand.landmarks.map(([x, y]) => ({ x, y, seen: true })),
    })),
  // Counted from 1: the rim of the palm, then each finger.
  keypoints: {
    label: "hand",
    names: landmarkNames,
    skeleton: [
      [1, 2],
      [2, 3],
      [3, 6],
      [6, 10],
      [10, 14],
      [14, 18],
      [18, 1],
      ...[
        [3, 4, 5],
        [6, 7, 8, 9],
        [10, 11, 12, 13],
        [14, 15, 16, 17],
        [18, 19, 20, 21],
      ].flatMap((line) => line.slice(1).map((to): readonly [number, number] => [to - 1, to])),
    ],
  },
};

function aroundLandmarks({ landmarks }: Hand): Box {
  const across = landmarks.map(([x]) => x);
  const down = landmarks.map(([, y]) => y);
  const [left, top] = [Math.min(...across), Math.min(...down)];
  return [left, top, Math.max(...across) - left, Math.max(...down) - top];
}
