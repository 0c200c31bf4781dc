import { type AngleJoint, angleJoints, type JointAngle, type Keypoint } from "./task.ts";

type Limb = readonly [from: Keypoint["name"], to: Keypoint["name"]];

/** Between which keypoints, seen from the joint, each angle opens. */
const arms: Readonly<Record<AngleJoint, Limb>> = {
  left_elbow: ["left_shoulder", "left_wrist"],
  right_elbow: ["right_shoulder", "right_wrist"],
  left_shoulder: ["left_elbow", "left_hip"],
  right_shoulder: ["right_elbow", "right_hip"],
  left_hip: ["left_shoulder", "left_knee"],
  right_hip: ["right_shoulder", "right_knee"],
  left_knee: ["left_hip", "left_ankle"],
  right_knee: ["right_hip", "right_ankle"],
};

/**
 * The angle at each joint whose three keypoints reach `minScore`, in the order of `angleJoints`; others
 * are left out. Degrees, 0 … 180, between the two limbs as they lie in the picture.
 */
export function jointAngles(
  keypoints: readonly Keypoint[],
  minScore: number,
): readonly JointAngle[] {
  const seen = new Map(
    keypoints.filter(({ score }) => score >= minScore).map((keypoint) => [keypoint.name, keypoint]),
  );
  return angleJoints.flatMap((joint) => {
    const [from, to] = arms[joint];
    const [middle, first, second] = [seen.get(joint), seen.get(from), seen.get(to)];
    if (!middle || !first || !second) return [];
    const [x1, y1] = [first.x - middle.x, first.y - middle.y];
    const [x2, y2] = [second.x - middle.x, second.y - middle.y];
    // Two points in one place make no limb, so no angle.
    if ((x1 === 0 && y1 === 0) || (x2 === 0 && y2 === 0)) return [];
    const radians = Math.atan2(Math.abs(x1 * y2 - y1 * x2), x1 * x2 + y1 * y2);
    return [{ joint, degrees: (radians * 180) / Math.PI }];
  });
}
