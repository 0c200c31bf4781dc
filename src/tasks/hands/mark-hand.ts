import { AppError, mapPoint, type Region } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import type { HandPoint } from "./task.ts";

/** What the network for landmarks sees in a crop. */
export interface MarkedHand {
  /** How surely the crop holds a hand, 0 … 1. */
  readonly presence: number;
  /** How surely it is the person's right one, in a picture that is not mirrored, 0 … 1. */
  readonly right: number;
  /** 21 points in source pixels. */
  readonly landmarks: readonly HandPoint[];
}

/** How much larger than its landmarks the crop of a followed hand is, and how far it is shifted towards the fingers. */
const markFactor = 2;
const markShift = 0.1;
/**
 * The joints that move little when fingers bend: wrist, thumb, and the first two of each finger. What
 * the crop follows, so that it does not pump with a fist.
 */
const calmJoints = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18] as const;

/** Fits the 21 points of a hand (Zhang et al., "MediaPipe Hands", arXiv 2006.10214) to a crop of a frame. */
export async function markHand(
  marker: RunnerModel,
  frame: RunnerFrame,
  crop: Region,
): Promise<MarkedHand> {
  const { input } = marker.card;
  const { tensor, toSource } = await frame.fit(input, crop);
  const [points, presence, right] = await marker.run(tensor);
  if (!points || !presence || !right) {
    throw new AppError("internal", { reason: "the network for landmarks has three outputs" });
  }
  const scale = crop.width / input.width;
  const landmarks: HandPoint[] = [];
  for (let value = 0; value + 2 < points.data.length; value += 3) {
    const [x = 0, y = 0, z = 0] = points.data.subarray(value, value + 3);
    landmarks.push([...mapPoint(toSource, x, y), z * scale]);
  }
  return { presence: presence.data[0] ?? 0, right: right.data[0] ?? 0, landmarks };
}

/**
 * The crop in which a hand of these landmarks stands upright, its fingers at the top: as in the hand
 * landmark graph of MediaPipe, which the network was trained for.
 */
export function cropOfLandmarks(landmarks: readonly HandPoint[]): Region {
  const rotation = rotationOf(landmarks);
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const joint of calmJoints) {
    const [x, y] = landmarks[joint] ?? [0, 0];
    const across = x * cos + y * sin;
    const down = y * cos - x * sin;
    left = Math.min(left, across);
    top = Math.min(top, down);
    right = Math.max(right, across);
    bottom = Math.max(bottom, down);
  }
  const side = Math.max(1, right - left, bottom - top);
  const across = (left + right) / 2;
  const down = (top + bottom) / 2 - markShift * side;
  return {
    centerX: across * cos - down * sin,
    centerY: across * sin + down * cos,
    width: side * markFactor,
    height: side * markFactor,
    rotation,
  };
}

/** How far a hand is turned clockwise, in radians; 0 with its fingers up. Wrist to the middle of the knuckles. */
function rotationOf(landmarks: readonly HandPoint[]): number {
  const [wrist, index, middle, ring] = [0, 5, 9, 13].map((joint) => landmarks[joint]);
  if (!wrist || !index || !middle || !ring) return 0;
  // The middle knuckle counts twice.
  const x = ((index[0] + ring[0]) / 2 + middle[0]) / 2;
  const y = ((index[1] + ring[1]) / 2 + middle[1]) / 2;
  return Math.atan2(x - wrist[0], wrist[1] - y);
}
