import type { PoseResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import type { Keypoint } from "./task.ts";
import { jointName, poseText } from "./text.ts";

/** A joint is meant by a tap within this part of the person's larger side, … */
const reachPart = 0.08;
/** … or within this part of the frame's, for a person far away. */
const leastReachPart = 0.025;

/** The details of the seen joint nearest to a point of the frame, in source pixels, if one is near. */
export function detailAt(result: PoseResult, x: number, y: number): ViewDetail | undefined {
  const { frame, minScore, people } = result;
  const distance = (joint: Keypoint): number => Math.hypot(joint.x - x, joint.y - y);
  const [nearest] = people
    .flatMap(({ box, keypoints }, index) => {
      const reach = Math.max(
        reachPart * Math.max(box[2], box[3]),
        leastReachPart * Math.max(frame.width, frame.height),
      );
      return keypoints
        .filter((joint) => joint.score >= minScore && distance(joint) <= reach)
        .map((joint) => ({ joint, isFirst: index === 0 }));
    })
    .sort((a, b) => distance(a.joint) - distance(b.joint));
  return nearest && detailsOf(result, nearest.joint, nearest.isFirst);
}

/** Angles and repetitions are the first person's. */
function detailsOf(result: PoseResult, joint: Keypoint, isFirst: boolean): ViewDetail {
  const { rows, degrees } = poseText.en;
  const { angles, repetitions } = isFirst ? result : {};
  const angle = angles?.find((one) => one.joint === joint.name);
  const counted = repetitions?.joint === joint.name ? repetitions : undefined;
  const name = jointName(joint.name);
  return {
    title: name.charAt(0).toUpperCase() + name.slice(1),
    rows: [
      { name: rows.score, value: `${Math.round(joint.score * 100)}%` },
      ...(angle ? [{ name: rows.angle, value: degrees(angle.degrees) }] : []),
      { name: rows.position, value: `${Math.round(joint.x)}, ${Math.round(joint.y)} px` },
      ...(counted ? [{ name: rows.counted, value: String(counted.count) }] : []),
      ...(counted?.range
        ? [
            {
              name: rows.range,
              value: `${degrees(counted.range.bentDegrees)} – ${degrees(counted.range.straightDegrees)}`,
            },
          ]
        : []),
      ...(result.smoothingLagMs === undefined
        ? []
        : [{ name: rows.lag, value: `${Math.round(result.smoothingLagMs)} ms` }]),
    ],
  };
}
