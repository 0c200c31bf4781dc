import type { Box } from "#shared";
import { defineTask, type ResultBase } from "../task.ts";

/** The 17 keypoints of the COCO data set, in its order. Left and right are the person's own. */
export const keypointNames = [
  "nose",
  "left_eye",
  "right_eye",
  "left_ear",
  "right_ear",
  "left_shoulder",
  "right_shoulder",
  "left_elbow",
  "right_elbow",
  "left_wrist",
  "right_wrist",
  "left_hip",
  "right_hip",
  "left_knee",
  "right_knee",
  "left_ankle",
  "right_ankle",
] as const;

/** The name of a keypoint. */
export type KeypointName = (typeof keypointNames)[number];

/** The joints whose angle is measured, and so can be counted. */
export const angleJoints = [
  "left_elbow",
  "right_elbow",
  "left_shoulder",
  "right_shoulder",
  "left_hip",
  "right_hip",
  "left_knee",
  "right_knee",
] as const satisfies readonly KeypointName[];

/** A joint whose angle is measured. */
export type AngleJoint = (typeof angleJoints)[number];

/** A point of a body, in source-frame pixels. */
export interface Keypoint {
  readonly name: KeypointName;
  readonly x: number;
  readonly y: number;
  /** How sure the model is of it, 0 … 1. */
  readonly score: number;
}

/** One person found in a frame. */
export interface Person {
  /**
   * How surely somebody is there, 0 … 1: the mean of the best seven scores of keypoints, or what a model
   * that finds several people says itself.
   */
  readonly score: number;
  /** Around the keypoints that are seen, in source-frame pixels, cut to the frame. */
  readonly box: Box;
  /** All 17, in the order of COCO, also those below the smallest score. */
  readonly keypoints: readonly Keypoint[];
}

/** How far a joint is bent: 180 is straight. Measured in the picture, so only true side on to the camera. */
export interface JointAngle {
  readonly joint: AngleJoint;
  /** 0 … 180. */
  readonly degrees: number;
}

/** Between which angles a joint must go for a repetition. */
export interface RepetitionRange {
  /** Below this it is bent. */
  readonly bentDegrees: number;
  /** Above this it is straight. */
  readonly straightDegrees: number;
}

/** How often the counted joint bent and straightened. */
export interface Repetitions {
  readonly joint: AngleJoint;
  readonly count: number;
  /** What counts as bent and straight; absent until enough movement was seen to tell. */
  readonly range?: RepetitionRange;
  /** Where a repetition begins and ends; absent until that is known. */
  readonly rest?: "bent" | "straight";
  /** Where the joint is now; `unknown` before the range is, and while the joint is lost. */
  readonly phase: "bent" | "straight" | "unknown";
}

/**
 * What the pose task found in one frame: nobody, or the one person that it follows; of models that find
 * several, everybody, in the order in which they came into view.
 */
export interface PoseResult extends ResultBase<"pose"> {
  readonly people: readonly Person[];
  /** The score from which a keypoint is taken as seen, as it was set when this was found. */
  readonly minScore: number;
  /** The angles of the first person's joints that are seen, where angles are asked for. */
  readonly angles?: readonly JointAngle[];
  /** The counter, where a joint is counted. */
  readonly repetitions?: Repetitions;
  /**
   * Milliseconds by which the keypoints that move trail what was measured, because they are smoothed;
   * 0 when nothing moves, absent for single pictures.
   */
  readonly smoothingLagMs?: number;
}

/** What a person can set for the pose task. */
export interface PoseOptions {
  /** The score from which a keypoint is taken as seen, 0.05 … 0.95. */
  readonly minScore: number;
  /** Write the angle at each joint. */
  readonly showAngles: boolean;
  /** The joint whose repetitions are counted. */
  readonly counted: AngleJoint | "off";
  /** Between which angles; `seen` finds them from the movement itself. */
  readonly range: RepetitionRange | "seen";
}

const options: PoseOptions = { minScore: 0.3, showAngles: false, counted: "off", range: "seen" };

/** Follows a person's body, measures joint angles and counts repetitions. */
export const pose = defineTask<PoseResult>()({
  id: "pose",
  text: {
    en: { title: "Pose", about: "Follows one person’s body, its angles and its repetitions." },
  },
  icon: "M12 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 9l7-.5L19 9M12 8.5V14l-3.5 7.5M12 14l3.5 7.5",
  models: { body: "movenet-lightning" },
  options,
});
