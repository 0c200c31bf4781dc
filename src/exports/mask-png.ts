import type { Size } from "#shared";
import type { ByteMask } from "#tasks/exports";
import { greyPng } from "./grey-png.ts";

/**
 * A mask as a grey PNG of the picture's size: 255 where the thing surely is, 0 where it is not. Cells
 * become pixels by linear interpolation between their middles, as when it is drawn over the picture.
 */
export function maskPng(mask: ByteMask, size: Size): Generator<Uint8Array> {
  const { width, height } = mask;
  const cells = new Uint8Array(mask.alpha);
  const columns = Array.from({ length: size.width }, (_, x) => between(x, size.width, width));
  return greyPng(size, (y, into) => {
    const row = between(y, size.height, height);
    const [top, bottom] = [row.first * width, row.second * width];
    for (const [x, { first, second, part }] of columns.entries()) {
      const above = mix(cells[top + first] ?? 0, cells[top + second] ?? 0, part);
      const below = mix(cells[bottom + first] ?? 0, cells[bottom + second] ?? 0, part);
      into[x] = Math.round(mix(above, below, row.part));
    }
  });
}

interface Between {
  readonly first: number;
  readonly second: number;
  /** How much of the second, 0 … 1. */
  readonly part: number;
}

/** The two of `count` cells between whose middles the middle of pixel `at` of `of` lies. */
function between(at: number, of: number, count: number): Between {
  const place = Math.min(Math.max(((at + 0.5) * count) / of - 0.5, 0), count - 1);
  const first = Math.floor(place);
  return { first, second: Math.min(first + 1, count - 1), part: place - first };
}

function mix(a: number, b: number, part: number): number {
  return a + (b - a) * part;
}
