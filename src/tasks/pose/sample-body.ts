/** A point in centimetres: x to the right from the middle of the mat, y down from the floor. */
export type Spot = readonly [x: number, y: number];

/** One arm or leg, from the trunk outwards. */
export interface Limb {
  readonly root: Spot;
  readonly bend: Spot;
  readonly end: Spot;
}

/** Where the parts of the figure are at one moment. Sides are those of the picture. */
export interface Body {
  readonly head: Spot;
  readonly neck: Spot;
  readonly hips: Spot;
  readonly arms: readonly [left: Limb, right: Limb];
  readonly legs: readonly [left: Limb, right: Limb];
  /** How far the figure looks to the side, −1 … 1. */
  readonly glance: number;
}

/** One bend of the knees and back. */
const REPETITION_MS = 3200;
/** After so many, the scene begins again. */
const REPETITIONS = 5;

/** How long the whole scene is. */
export const LOOP_MS = REPETITION_MS * REPETITIONS;

const THIGH = 43;
const SHIN = 42;
const UPPER_ARM = 29;
const FOREARM = 26;

/** Where the middle joint of a limb is, bent towards `side`. */
function bendOf(root: Spot, end: Spot, upper: number, lower: number, side: -1 | 1): Spot {
  const [dx, dy] = [end[0] - root[0], end[1] - root[1]];
  const reach = Math.min(Math.hypot(dx, dy), upper + lower - 0.01);
  const along = (upper * upper - lower * lower + reach * reach) / (2 * reach);
  const across = Math.sqrt(Math.max(0, upper * upper - along * along)) * side;
  const [ux, uy] = [dx / reach, dy / reach];
  return [root[0] + ux * along - uy * -across, root[1] + uy * along + ux * -across];
}

/** A point at an angle from straight down, outwards to `side`. */
function outwards([x, y]: Spot, degrees: number, length: number, side: -1 | 1): Spot {
  const angle = (degrees * Math.PI) / 180;
  return [x + side * Math.sin(angle) * length, y + Math.cos(angle) * length];
}

function armOf(root: Spot, depth: number, side: -1 | 1): Limb {
  const bend = outwards(root, 16 + depth * 82, UPPER_ARM, side);
  return { root, bend, end: outwards(bend, 24 + depth * 138, FOREARM, side) };
}

function legOf(root: Spot, side: -1 | 1): Limb {
  const end: Spot = [side * 29, -9];
  return { root, bend: bendOf(root, end, THIGH, SHIN, side), end };
}

/** The figure at a part of the loop, 0 … 1: five deep knee bends, arms up on the way down. */
export function bodyAt(phase: number): Body {
  const turn = phase * REPETITIONS * 2 * Math.PI;
  // Squared towards standing: longer up than down, as people do it.
  const depth = ((1 - Math.cos(turn)) / 2) ** 1.25;
  const sway = Math.sin(phase * 2 * Math.PI) * 1.5;
  const hipY = -91.5 + depth * 31;
  const shoulderY = hipY - 49 + depth * 2;
  const hips: Spot = [sway, hipY];
  return {
    hips,
    neck: [sway, shoulderY - 3],
    head: [sway, shoulderY - 25],
    arms: [armOf([sway - 18.5, shoulderY], depth, -1), armOf([sway + 18.5, shoulderY], depth, 1)],
    legs: [legOf([sway - 9.5, hipY], -1), legOf([sway + 9.5, hipY], 1)],
    glance: Math.sin(phase * 4 * Math.PI) * 0.6,
  };
}
