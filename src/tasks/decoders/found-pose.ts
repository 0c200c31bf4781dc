import type { Box } from "#shared";

/** So many points COCO gives a body: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles. */
export const bodyPoints = 17;

/** A point of a body, in model-input pixels. */
export interface FoundPoint {
  readonly x: number;
  readonly y: number;
  /** 0 … 1. */
  readonly score: number;
}

/** A body that a network found. */
export interface FoundPose {
  /** How surely somebody is there, 0 … 1. */
  readonly score: number;
  /** In model-input pixels. */
  readonly box: Box;
  /** All 17, in the order of COCO. */
  readonly points: readonly FoundPoint[];
}
