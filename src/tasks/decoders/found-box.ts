import type { Box, Region } from "#shared";

/** A box that a model found, before it has a name: which class, how sure, where. */
export interface FoundBox {
  readonly classId: number;
  /** 0 … 1. */
  readonly score: number;
  /** Upright. */
  readonly box: Box;
  /** Of networks that turn boxes: the turned one, which `box` lies around. */
  readonly region?: Region;
}

/** Orders boxes best score first; equal scores by class, so that the order never depends on chance. */
export function byScore(a: FoundBox, b: FoundBox): number {
  return b.score - a.score || a.classId - b.classId;
}
