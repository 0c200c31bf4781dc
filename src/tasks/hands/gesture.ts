import type { Gesture, HandPoint } from "./task.ts";

/** Degrees at a finger's middle joint: straighter than the one is stretched, more bent than the other is curled. */
const stretchedAbove = 150;
const curledBelow = 125;
/** The thumb bends less: degrees at its outer joint, from which on it is stretched. */
const thumbStretchedAbove = 145;
/** A stretched thumb's tip is this far from the middle finger's knuckle, in lengths of the palm. */
const thumbAway = 0.75;
/** Degrees between the two fingers of a V; less are two fingers held together. */
const leastVictory = 8;
/** Degrees by which a thumb that points up may lean. */
const thumbLean = 40;

type Bend = "stretched" | "curled" | "between";

/**
 * Names the gesture that the joints of a hand show, by their angles in space, or null for any other.
 * A finger that is neither stretched nor curled belongs to none: half a gesture is no gesture.
 * @param landmarks 21 points of one scale on all axes, y down
 */
export function gestureOf(landmarks: readonly HandPoint[]): Gesture | null {
  const at = (joint: number): HandPoint => landmarks[joint] ?? [0, 0, 0];
  if (!(distance(at(0), at(9)) > 0)) return null;
  const [index, middle, ring, pinky] = [5, 9, 13, 17].map((knuckle) => bendOf(at, knuckle));
  const thumb = isThumbStretched(at);
  const bends = [index, middle, ring, pinky].join(" ");
  switch (bends) {
    case "stretched stretched stretched stretched":
      return thumb ? "open-palm" : null;
    case "curled curled curled curled":
      if (!thumb) return "fist";
      return isUp(at(2), at(4)) ? "thumb-up" : null;
    case "stretched curled curled curled":
      return "point";
    case "stretched stretched curled curled":
      return degreesBetween(from(at(5), at(8)), from(at(9), at(12))) >= leastVictory
        ? "victory"
        : null;
    default:
      return null;
  }
}

/** How a finger is bent, by the angle at its middle joint, and by whether its tip comes back to the palm. */
function bendOf(at: (joint: number) => HandPoint, knuckle: number): Bend {
  const angle =
    180 -
    degreesBetween(from(at(knuckle), at(knuckle + 1)), from(at(knuckle + 1), at(knuckle + 3)));
  const reach = distance(at(0), at(knuckle + 3)) / distance(at(0), at(knuckle + 1));
  if (angle >= stretchedAbove && reach > 1) return "stretched";
  // Seen from the front, a fist's fingers lie behind each other: then the reach tells more than the angle.
  if (angle <= curledBelow || reach < 0.9) return "curled";
  return "between";
}

function isThumbStretched(at: (joint: number) => HandPoint): boolean {
  const angle = 180 - degreesBetween(from(at(2), at(3)), from(at(3), at(4)));
  const palm = distance(at(0), at(9));
  return angle >= thumbStretchedAbove && distance(at(4), at(9)) > thumbAway * palm;
}

function isUp(base: HandPoint, tip: HandPoint): boolean {
  return degreesBetween(from(base, tip), [0, -1, 0]) <= thumbLean;
}

function from(a: HandPoint, b: HandPoint): HandPoint {
  return [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
}

function distance(a: HandPoint, b: HandPoint): number {
  return Math.hypot(...from(a, b));
}

/** The angle between two directions, 0 … 180; 0 where one has no length. */
function degreesBetween(a: HandPoint, b: HandPoint): number {
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  if (lengths === 0) return 0;
  const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / lengths;
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}
