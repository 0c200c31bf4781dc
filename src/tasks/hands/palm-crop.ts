import type { Region } from "#shared";
import type { PointedBox } from "../decoders/anchor-boxes.ts";

/** How much larger than a palm the square around its whole hand is. */
const handFactor = 2.6;
/** How far that square lies towards the fingers, in heights of the palm's box. */
const handShift = 0.5;
/** Of the seven points of a palm: the wrist, and the knuckle of the middle finger. */
const wrist = 0;
const middleKnuckle = 2;

/**
 * From a palm to the square in which its hand stands upright, fingers at the top: turned by the line from
 * the wrist to the middle finger's knuckle, then shifted and enlarged, as in MediaPipe's graph
 * `modules/hand_landmark/palm_detection_detection_to_roi.pbtxt`.
 * @param palm box and seven points on one scale, y down
 */
export function cropOfPalm({
  box: [left, top, width, height],
  points,
}: Pick<PointedBox, "box" | "points">): Region {
  const [from, to] = [points[wrist], points[middleKnuckle]];
  const rotation = from && to ? Math.atan2(to[0] - from[0], from[1] - to[1]) : 0;
  const shift = height * handShift;
  const side = Math.max(width, height) * handFactor;
  return {
    centerX: left + width / 2 + shift * Math.sin(rotation),
    centerY: top + height / 2 - shift * Math.cos(rotation),
    width: side,
    height: side,
    rotation,
  };
}
