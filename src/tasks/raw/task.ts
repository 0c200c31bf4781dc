import type { Box, DType } from "#shared";
import { defineTask, type ResultBase } from "../task.ts";

/** One output of a network, in numbers. */
export interface RawOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Of the values that are numbers; null where none is. */
  readonly range: { readonly least: number; readonly most: number; readonly mean: number } | null;
  /** Values that are no finite numbers. */
  readonly broken: number;
  /** The largest values and where they stand in the output, largest first. */
  readonly best: readonly { readonly index: number; readonly value: number }[];
  /** At most 64 values, evenly spread from the first to the last: for a plot. */
  readonly sample: readonly number[];
}

/** An output as a picture, and where it lies. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  /** In source-frame pixels; it may reach beyond the frame. */
  readonly place: Box;
  /** `answer`: the network's own picture; `heat`: its values in colours, from the least to the most. */
  readonly kind: "answer" | "heat";
  /** RGBA, row by row. A bare buffer, so that a report in JSON leaves it out. */
  readonly pixels: ArrayBuffer;
}

/** What the raw task found in one frame. */
export interface RawResult extends ResultBase<"raw"> {
  readonly outputs: readonly RawOutput[];
  readonly picture?: RawPicture;
  /**
   * Of models that tell how alike pictures are: how much so this frame is to the chosen one, −1 … 1; null
   * where none is chosen.
   */
  readonly likeness?: number | null;
}

/** What a person can set for the raw task. */
export interface RawOptions {
  /** How often a frame was chosen to compare others with: one more chooses the next frame. */
  readonly chosen: number;
}

const options: RawOptions = { chosen: 0 };

/** Runs any model and shows what it answers: a picture, a map, or numbers. */
export const raw = defineTask<RawResult>()({
  id: "raw",
  text: { en: { title: "Any model", about: "Shows what a model of yours answers, as it is." } },
  icon: "M4 20V10M10 20V4M16 20v-7M22 20H2",
  models: {},
  brought: "model",
  options,
});

/** A number in as few digits as tell it: `0.0031`, `12.4`, `1.2e9`. */
export function shortNumber(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1).replace("-", "−");
  return String(Number(value.toPrecision(3))).replace(/^-/, "−");
}
