import type { Box } from "#shared";
import type { ResultBase } from "./task.ts";

/** A cell of a table: text, a number, or nothing. */
export type Cell = string | number | null;

/** A thing as the COCO formats know it: a labelled box, perhaps with keypoints. */
export interface LabelledBox {
  readonly label: string;
  /** 0 … 1. */
  readonly score: number;
  /** In source-frame pixels. */
  readonly box: Box;
  /** The corners of a turned box, in source-frame pixels; `box` is upright around it. */
  readonly outline?: readonly (readonly [x: number, y: number])[];
  /** In the order of the task's `keypoints`; a keypoint that is not seen has no place. */
  readonly keypoints?: readonly {
    readonly x: number;
    readonly y: number;
    readonly seen: boolean;
  }[];
}

/** The keypoints that the boxes of one label have. */
export interface KeypointNames {
  readonly label: string;
  readonly names: readonly string[];
  /** Pairs of keypoints that a line joins, counted from 1 as COCO does. */
  readonly skeleton: readonly (readonly [from: number, to: number])[];
}

/** Where something is, as a grid of bytes that lies stretched over the whole frame. */
export interface ByteMask {
  readonly width: number;
  readonly height: number;
  /** One byte for each cell, row by row, 0 … 255. */
  readonly alpha: ArrayBuffer;
}

/** How a task's results leave the app: what its `export.ts` exports. */
export interface TaskExport<Result extends ResultBase<string>> {
  /**
   * The result as `localens.results.v1` documents it: plain JSON, nothing of the frame's pixels, and
   * nothing that was hidden.
   */
  plain(result: Result): object;
  /** The names of a table's columns, the same for every result. */
  readonly columns: readonly string[];
  /** One row for each thing found, as long as `columns`. */
  rows(result: Result): readonly (readonly Cell[])[];
  /** The things that have a box and a label, where the task finds such. */
  boxes?(result: Result): readonly LabelledBox[];
  readonly keypoints?: KeypointNames;
  /** The mask, where the task finds one. */
  mask?(result: Result): ByteMask;
}
