import type { Affine, DType, InputSpec, Size, TensorData } from "#shared";
import { createRowFinisher } from "./finish-row.ts";
import { fitInLoops } from "./fit-in-loops.ts";
import type { FramePlanes } from "./frame-planes.ts";
import { gather, gatherPair, type Span } from "./gather-row.ts";
import { halvingsOf } from "./halvings.ts";

/** Fits frames into one model's input on the CPU. */
export interface PlaneFitter {
  /**
   * Fills `out` (width · height · 3 values) by the mathematics of `fit.wgsl`: the frame is halved as often
   * as it stays no smaller than wanted, read between pixels, and normalised without rounding on the way.
   * @param toShown input pixels → pixels of the frame as it is shown
   * @param shown the frame's size as it is shown; beyond it are the bars
   */
  fit(planes: FramePlanes, toShown: Affine, shown: Size, out: TensorData[DType]): void;
}

/** Prepares fitting into an input; no frame after it allocates anything of the input's size. */
export function createPlaneFitter(input: InputSpec): PlaneFitter {
  const { width, height } = input;
  const values = [new Int32Array(width), new Int32Array(width), new Int32Array(width)] as const;
  const finisher = createRowFinisher(input);

  return {
    fit(planes, toShown, shown, out) {
      const own = compose(planes.toOwn, toShown);
      const channels = planes.channels(halvingsOf(own));
      const spanAt = (y: number): Span => spanOf(toShown, shown, y, width);
      if (fitInLoops(input, { planes, channels, toOwn: own, spanOf: spanAt }, out)) return;
      const [first, second, third] = channels;
      finisher.setColours(planes.colours);
      for (let y = 0; y < height; y++) {
        const span = spanAt(y);
        gather(first, own, y, span, values[0]);
        // The second and third channel of a frame lie alike.
        gatherPair(second, third, own, y, span, values[1], values[2]);
        finisher.finish(values, y, span, out);
      }
    },
  };
}

/** The map that is first `inner` and then `outer`. */
function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** The columns of a row of the input whose centres lie in the frame. */
function spanOf({ a, b, c, d, e, f }: Affine, shown: Size, y: number, width: number): Span {
  let from = 0;
  let to = width;
  const keep = (slope: number, start: number, limit: number): void => {
    // 0 <= start + slope * (x + 0.5) < limit
    if (slope === 0) {
      if (start < 0 || start >= limit) to = from;
      return;
    }
    const [enter, leave] = slope > 0 ? [0, limit] : [limit, 0];
    from = Math.max(from, Math.ceil((enter - start) / slope - 0.5));
    to = Math.min(to, Math.ceil((leave - start) / slope - 0.5));
  };
  keep(a, c * (y + 0.5) + e, shown.width);
  keep(b, d * (y + 0.5) + f, shown.height);
  // Where a side of the frame is almost along the row they meet far away.
  from = Math.min(from, width);
  return { from, to: Math.max(from, to) };
}
