import type { KeypointName } from "./task.ts";

/** The keypoints that a line joins. The face has only its eyes and ears: more would hide it. */
export const bones: readonly (readonly [from: KeypointName, to: KeypointName])[] = [
  ["left_ear", "left_eye"],
  ["left_eye", "nose"],
  ["nose", "right_eye"],
  ["right_eye", "right_ear"],
  ["left_shoulder", "right_shoulder"],
  ["left_shoulder", "left_elbow"],
  ["left_elbow", "left_wrist"],
  ["right_shoulder", "right_elbow"],
  ["right_elbow", "right_wrist"],
  ["left_shoulder", "left_hip"],
  ["right_shoulder", "right_hip"],
  ["left_hip", "right_hip"],
  ["left_hip", "left_knee"],
  ["left_knee", "left_ankle"],
  ["right_hip", "right_knee"],
  ["right_knee", "right_ankle"],
];

/** On which side of the person a keypoint is: the person's own left and right. */
export function sideOf(name: KeypointName): "left" | "right" | "middle" {
  if (name.startsWith("left_")) return "left";
  return name.startsWith("right_") ? "right" : "middle";
}
