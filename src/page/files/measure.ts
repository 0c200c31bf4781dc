import type { TaskResult } from "#tasks";
import { exportOf } from "#tasks/exports";

/** How much a frame holds, for a chart along time. */
export interface Measure {
  /** A number of things, or a part of the frame or of certainty, 0 … 1. */
  readonly of: "count" | "part";
  readonly value: number;
}

/** Measures one result: the things found, or where a task finds no things, how much of it. */
export function measure(result: TaskResult): Measure {
  if (result.task === "segment") return { of: "part", value: result.mask.coverage };
  return { of: "count", value: exportOf(result.task).rows(result).length };
}
