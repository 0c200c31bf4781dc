import type { Box } from "#shared";
import { defineTask, type ResultBase } from "../task.ts";

/** A corner of a turned box. */
export type Corner = readonly [x: number, y: number];

/** One thing found in a frame. */
export interface Detection {
  readonly label: string;
  readonly classId: number;
  /** 0 … 1. */
  readonly score: number;
  /** In source-frame pixels. */
  readonly box: Box;
  /**
   * Of models that turn boxes: the corners of the turned one, clockwise, in source-frame pixels; it may
   * reach beyond the frame. `box` is upright around it.
   */
  readonly corners?: readonly [Corner, Corner, Corner, Corner];
  /** The same thing keeps its number from frame to frame; absent for single pictures. */
  readonly trackId?: number;
}

/** What the detect task found in one frame, best score first. */
export interface DetectResult extends ResultBase<"detect"> {
  readonly detections: readonly Detection[];
}

/** What a person can set for the detect task. */
export interface DetectOptions {
  /** Smallest score shown, 0.05 … 0.95. */
  readonly minScore: number;
  /** Labels to show; empty shows every class. */
  readonly classes: readonly string[];
}

const options: DetectOptions = { minScore: 0.4, classes: [] };

/** Finds and names objects, and counts them. */
export const detect = defineTask<DetectResult>()({
  id: "detect",
  text: { en: { title: "Detect", about: "Finds, names and counts 80 kinds of things." } },
  icon: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M9 9h6v6H9z",
  models: { finder: "centernet-512" },
  options,
});
