import type { Size } from "#shared";
import type { Mode } from "#tasks/runner";

/** The finder halves its input five times. */
const step = 32;
/** Longer to shorter side of the inputs in use: few, so that few buffers are kept and few shapes planned. */
const ratios = [4, 5 / 2, 16 / 9, 4 / 3, 1] as const;
/** Longer sides of the inputs for pictures: a person waits, small print counts. */
const stillSides = [736, 960, 1536] as const;
/** Longer side of the input for cameras; and for what is too large in a picture to be seen as text. */
const smallSide = 640;

/**
 * The finder's inputs for frames of a size, finest first: their longer side as the mode wants it, their
 * shorter side the least of a few that holds the whole frame in its own proportions.
 */
export function finderSizes(frame: Size, mode: Mode): readonly Size[] {
  const longer = Math.max(frame.width, frame.height);
  if (mode === "live") return [sizeWith(smallSide, frame)];
  const fine = stillSides.find((side) => side >= longer) ?? 1536;
  return fine === 1536
    ? [sizeWith(fine, frame), sizeWith(smallSide, frame)]
    : [sizeWith(fine, frame)];
}

function sizeWith(long: number, { width, height }: Size): Size {
  const needed = (long * Math.min(width, height)) / Math.max(width, height);
  const sides = ratios.map((ratio) => Math.ceil(long / ratio / step) * step);
  const short = sides.find((side) => side >= needed) ?? long;
  return width >= height ? { width: long, height: short } : { width: short, height: long };
}
