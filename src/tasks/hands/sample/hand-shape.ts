/** A point of a drawn hand: x to the right, y up, z towards the viewer; the palm is 1 high. */
export type ShapePoint = readonly [x: number, y: number, z: number];

/** How the parts of a hand are held: all numbers change smoothly from one gesture to the next. */
export interface HandPose {
  /** From 0, straight, to 1, rolled up: index, middle, ring and little finger. */
  readonly curls: readonly [number, number, number, number];
  /** From 0, beside the palm, to 1, across it. */
  readonly thumbIn: number;
  /** How far the fingers are apart, 1 is wide. */
  readonly spread: number;
  /** Radians, clockwise. */
  readonly turn: number;
}

interface Finger {
  readonly knuckle: ShapePoint;
  readonly lengths: readonly [number, number, number];
  /** Radians by which it leans outwards at a spread of 1, towards the thumb. */
  readonly lean: number;
}

const fingers: readonly Finger[] = [
  { knuckle: [0.27, 0.95, 0], lengths: [0.47, 0.28, 0.22], lean: 0.2 },
  { knuckle: [0.05, 1.0, 0], lengths: [0.52, 0.32, 0.23], lean: 0.02 },
  { knuckle: [-0.17, 0.95, 0], lengths: [0.47, 0.3, 0.22], lean: -0.14 },
  { knuckle: [-0.37, 0.83, 0], lengths: [0.36, 0.23, 0.2], lean: -0.34 },
];

/** Radians by which each joint of a rolled up finger bends, from the knuckle on. */
const bends = [1.25, 1.75, 0.95] as const;

const thumbOpen: readonly ShapePoint[] = [
  [0.2, 0.16, 0.05],
  [0.47, 0.4, 0.1],
  [0.72, 0.62, 0.1],
  [0.92, 0.8, 0.1],
];
const thumbClosed: readonly ShapePoint[] = [
  [0.2, 0.16, 0.1],
  [0.44, 0.44, 0.25],
  [0.27, 0.63, 0.42],
  [0.02, 0.66, 0.45],
];

/** The 21 joints of a hand in this pose, the wrist at the origin, its thumb to the right, its palm in view. */
export function handShape({ curls, thumbIn, spread }: HandPose): readonly ShapePoint[] {
  const thumb = thumbOpen.map((open, joint) => mix(open, thumbClosed[joint] ?? open, thumbIn));
  return [
    [0, 0, 0],
    ...thumb,
    ...fingers.flatMap((finger, index) => fingerShape(finger, curls[index] ?? 0, spread)),
  ];
}

function fingerShape(
  { knuckle, lengths, lean }: Finger,
  curl: number,
  spread: number,
): ShapePoint[] {
  const joints: ShapePoint[] = [knuckle];
  // A rolled up finger lies straight on the palm, whatever the others do.
  const aside = lean * (0.3 + 0.7 * spread) * (1 - 0.8 * curl);
  let [x, y, z] = knuckle;
  let bend = 0.08;
  for (const [phalanx, length] of lengths.entries()) {
    bend += curl * (bends[phalanx] ?? 0);
    const up = Math.cos(bend) * length;
    x += Math.sin(aside) * up;
    y += Math.cos(aside) * up;
    z += Math.sin(bend) * length;
    joints.push([x, y, z]);
  }
  return joints;
}

function mix(a: ShapePoint, b: ShapePoint, part: number): ShapePoint {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}
