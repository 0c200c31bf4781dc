import type { DType, InputSpec, TensorData } from "#shared";
import type { ColourMatrix } from "./frame-colours.ts";
import type { Span } from "./gather-row.ts";
import { type Mix, mixesOf, padsOf } from "./row-mixes.ts";

/** Turns rows of a frame's channels into rows of what a model wants. */
export interface RowFinisher {
  setColours(colours: ColourMatrix): void;
  /**
   * Writes row `y` into `out`; columns beside the span become bars.
   * @param values gathered values of the three channels, one for each column
   */
  finish(
    values: readonly [Int32Array, Int32Array, Int32Array],
    y: number,
    span: Span,
    out: TensorData[DType],
  ): void;
}

/** Prepares the finishing that a card asks for: colours and normalising are one matrix. */
export function createRowFinisher(input: InputSpec): RowFinisher {
  const { width, height, layout, dtype } = input;
  const step = layout === "NHWC" ? 3 : 1;
  const plane = layout === "NHWC" ? 1 : width * height;
  const whole = dtype !== "float32";
  const [padA, padB, padC] = padsOf(input);
  let [mixA, mixB, mixC] = [] as readonly Mix[];

  function fill(y: number, from: number, to: number, out: TensorData[DType]): void {
    for (let x = from, at = (y * width + from) * step; x < to; x++, at += step) {
      out[at] = padA;
      out[at + plane] = padB;
      out[at + 2 * plane] = padC;
    }
  }

  return {
    setColours(colours) {
      [mixA, mixB, mixC] = mixesOf(input, colours);
    },
    finish([first, second, third], y, { from, to }, out) {
      if (!mixA || !mixB || !mixC) throw new Error("no colours were set");
      const [a0, a1, a2, a3, aLeast, aMost] = mixA;
      const [b0, b1, b2, b3, bLeast, bMost] = mixB;
      const [c0, c1, c2, c3, cLeast, cMost] = mixC;
      fill(y, 0, from, out);
      for (let x = from, at = (y * width + from) * step; x < to; x++, at += step) {
        const one = first[x] as number;
        const two = second[x] as number;
        const three = third[x] as number;
        const a = bounded(a0 * one + a1 * two + a2 * three + a3, aLeast, aMost);
        const b = bounded(b0 * one + b1 * two + b2 * three + b3, bLeast, bMost);
        const c = bounded(c0 * one + c1 * two + c2 * three + c3, cLeast, cMost);
        out[at] = whole ? Math.round(a) : a;
        out[at + plane] = whole ? Math.round(b) : b;
        out[at + 2 * plane] = whole ? Math.round(c) : c;
      }
      fill(y, to, width, out);
    },
  };
}

function bounded(value: number, least: number, most: number): number {
  // Math.min and Math.max take twice as long: they also tell -0 and NaN apart.
  if (value < least) return least;
  if (value > most) return most;
  return value;
}
