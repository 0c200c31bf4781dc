import type { Region, Size } from "#shared";
import type { Keypoint, KeypointName } from "./task.ts";

/** Keypoints below this do not steer the crop. */
const steeringScore = 0.2;
/** How many times the reach of the torso, and of the whole body, half the crop's side is. */
const reachFactor = { torso: 1.9, body: 1.2 } as const;

const torso: ReadonlySet<KeypointName> = new Set<KeypointName>([
  "left_shoulder",
  "right_shoulder",
  "left_hip",
  "right_hip",
]);

/**
 * The square in which to look for the person in the next frame, from the keypoints of this one; nothing
 * when the torso is not seen or the square would be as large as the frame: then the whole frame is looked
 * at. By the rule of MoveNet's authors (`determine_crop_region` of
 * https://www.tensorflow.org/hub/tutorials/movenet): a square around the middle of the hips that reaches
 * 1.9 times as far as the torso joints and 1.2 times as far as any joint seen.
 * @param keypoints all 17, in source-frame pixels, not smoothed: a trailing crop would cut off limbs
 */
export function bodyRegion(keypoints: readonly Keypoint[], frame: Size): Region | undefined {
  const at = new Map(keypoints.map((keypoint) => [keypoint.name, keypoint]));
  const isSeen = (name: KeypointName): boolean => (at.get(name)?.score ?? 0) > steeringScore;
  const leftHip = at.get("left_hip");
  const rightHip = at.get("right_hip");
  if (!leftHip || !rightHip) return undefined;
  if (!isSeen("left_hip") && !isSeen("right_hip")) return undefined;
  if (!isSeen("left_shoulder") && !isSeen("right_shoulder")) return undefined;

  const centerX = (leftHip.x + rightHip.x) / 2;
  const centerY = (leftHip.y + rightHip.y) / 2;
  let half = 0;
  for (const { name, x, y } of keypoints) {
    const reach = Math.max(Math.abs(x - centerX), Math.abs(y - centerY));
    if (torso.has(name)) half = Math.max(half, reach * reachFactor.torso);
    if (isSeen(name)) half = Math.max(half, reach * reachFactor.body);
  }
  // No further than the frame's furthest edge: beyond it are only bars.
  const furthest = Math.max(centerX, frame.width - centerX, centerY, frame.height - centerY);
  half = Math.min(half, furthest);
  if (half < 1 || half > Math.max(frame.width, frame.height) / 2) return undefined;
  return { centerX, centerY, width: 2 * half, height: 2 * half, rotation: 0 };
}
