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
  const columns = placesAmong(size.width, width);
  const rows = placesAmong(size.height, height);
  /** One row of cells, between two rows of the mask. */
  const row = new Float32Array(width);
  return greyPng(size, (y, into) => {
    const top = rows.first(y) * width;
    const bottom = Math.min(rows.first(y) + 1, height - 1) * width;
    for (let cell = 0; cell < width; cell += 1) {
      row[cell] = mix(cells[top + cell] ?? 0, cells[bottom + cell] ?? 0, rows.part(y));
    }
    for (let x = 0; x < size.width; x += 1) {
      const first = columns.first(x);
      const left = row[first] ?? 0;
      into[x] = mix(left, row[first + 1] ?? left, columns.part(x)) + 0.5;
    }
  });
}

/** Between which of `count` cells the middle of each of `of` pixels lies, and how near to the second. */
function placesAmong(of: number, count: number) {
  const firsts = new Int32Array(of);
  const parts = new Float32Array(of);
  for (let at = 0; at < of; at += 1) {
    const place = Math.min(Math.max(((at + 0.5) * count) / of - 0.5, 0), count - 1);
    firsts[at] = Math.floor(place);
    parts[at] = place - Math.floor(place);
  }
  return { first: (at: number) => firsts[at] ?? 0, part: (at: number) => parts[at] ?? 0 };
}

function mix(a: number, b: number, part: number): number {
  return a + (b - a) * part;
}
