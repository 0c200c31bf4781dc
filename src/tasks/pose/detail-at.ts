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
  const [person] = result.people;
  if (!person) return undefined;
  const { frame, minScore } = result;
  const reach = Math.max(
    reachPart * Math.max(person.box[2], person.box[3]),
    leastReachPart * Math.max(frame.width, frame.height),
  );
  const distance = (joint: Keypoint): number => Math.hypot(joint.x - x, joint.y - y);
  const [nearest] = person.keypoints
    .filter((joint) => joint.score >= minScore && distance(joint) <= reach)
    .sort((a, b) => distance(a) - distance(b));
  return nearest && detailsOf(result, nearest);
}

function detailsOf(result: PoseResult, joint: Keypoint): ViewDetail {
  const { rows, degrees } = poseText.en;
  const angle = result.angles?.find((one) => one.joint === joint.name);
  const counted = result.repetitions?.joint === joint.name ? result.repetitions : undefined;
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
