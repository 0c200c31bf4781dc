import type { HandPose } from "./hand-shape.ts";

/** All fingers stretched and apart. */
export const WAVE: HandPose = { curls: [0, 0, 0, 0], thumbIn: 0, spread: 1, turn: 0 };
/** Index and middle finger as a V. */
export const VICTORY: HandPose = { curls: [0, 0, 1, 1], thumbIn: 1, spread: 1, turn: 0 };
const POINT: HandPose = { curls: [0, 1, 1, 1], thumbIn: 1, spread: 0.4, turn: 0 };
const FIST: HandPose = { curls: [1, 1, 1, 1], thumbIn: 1, spread: 0, turn: 0 };
/** Turned, so that the thumb points up. */
const THUMB_UP: HandPose = { curls: [1, 1, 1, 1], thumbIn: 0, spread: 0, turn: -0.85 };

/** What is shown in one round, each for the same time. */
const shown = [WAVE, VICTORY, POINT, FIST, THUMB_UP] as const;
/** The part of its time in which a gesture goes over to the next. */
const changePart = 0.16;

/** The pose at a part of the round, 0 … 1. */
export function poseAt(round: number): HandPose {
  const place = round * shown.length;
  const from = shown[Math.floor(place) % shown.length] ?? WAVE;
  const to = shown[(Math.floor(place) + 1) % shown.length] ?? WAVE;
  const part = Math.min(1, Math.max(0, ((place % 1) - (1 - changePart)) / changePart));
  const eased = part * part * (3 - 2 * part);
  const mix = (a: number, b: number): number => a + (b - a) * eased;
  return {
    curls: [
      mix(from.curls[0], to.curls[0]),
      mix(from.curls[1], to.curls[1]),
      mix(from.curls[2], to.curls[2]),
      mix(from.curls[3], to.curls[3]),
    ],
    thumbIn: mix(from.thumbIn, to.thumbIn),
    spread: mix(from.spread, to.spread),
    turn: mix(from.turn, to.turn),
  };
}
