import type { TaskExport } from "../task-export.ts";
import { angleJoints, keypointNames, type PoseResult } from "./task.ts";

/** How poses leave the app. */
export const poseExport: TaskExport<PoseResult> = {
  plain: ({ people, angles, repetitions }) => ({
    people: people.map(({ score, box, keypoints }) => ({
      score,
      box,
      keypoints: keypoints.map((keypoint) => ({
        name: keypoint.name,
        x: keypoint.x,
        y: keypoint.y,
        score: keypoint.score,
      })),
    })),
    ...(angles && { angles: angles.map(({ joint, degrees }) => ({ joint, degrees })) }),
    ...(repetitions && {
      repetitions: { joint: repetitions.joint, count: repetitions.count },
    }),
  }),
  columns: [
    "score",
    "x",
    "y",
    "box_width",
    "box_height",
    ...keypointNames.flatMap((name) => [`${name}_x`, `${name}_y`, `${name}_score`]),
    ...angleJoints.map((joint) => `${joint}_degrees`),
  ],
  rows: ({ people, angles = [] }) =>
    people.map(({ score, box, keypoints }, index) => [
      score,
      ...box,
      ...keypointNames.flatMap((name) => {
        const found = keypoints.find((keypoint) => keypoint.name === name);
        return found ? [found.x, found.y, found.score] : [null, null, null];
      }),
      ...angleJoints.map((joint) => {
        // Angles are measured of the person that is followed: the first.
        const angle = index === 0 ? angles.find((one) => one.joint === joint) : undefined;
        return angle?.degrees ?? null;
      }),
    ]),
  boxes: ({ people, minScore }) =>
    people.map(({ score, box, keypoints }) => ({
      label: "person",
      score,
      box,
      keypoints: keypoints.map(({ x, y, score: sure }) => ({ x, y, seen: sure >= minScore })),
    })),
  // The lines of COCO's own person category.
  keypoints: {
    label: "person",
    names: keypointNames,
    skeleton: [
      [16, 14],
      [14, 12],
      [17, 15],
      [15, 13],
      [12, 13],
      [6, 12],
      [7, 13],
      [6, 7],
      [6, 8],
      [7, 9],
      [8, 10],
      [9, 11],
      [2, 3],
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 6],
      [5, 7],
    ],
  },
};
