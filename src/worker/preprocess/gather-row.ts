import type { Affine } from "#shared";
import type { Channel } from "./frame-planes.ts";

/** The columns of a row that lie in the frame: from, inclusive, to, exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What gathered values are multiples of: a byte times this. */
export const gatheredBy = 2 ** 20;

/** Positions count in parts of this many to a pixel: most of the work is done in whole numbers. */
const unit = 65_536;

/** Positions begin so many pixels before the frame, and so are never negative: cutting off rounds down. */
export const margin = 4;

/** Half of a weight's last bit, so that cutting off rounds. */
const half = 32;

/** Where a row of the input lies in the pixels of a channel, and how far one column is from the next. */
export interface Line {
  readonly startX: number;
  readonly startY: number;
  readonly byX: number;
  readonly byY: number;
}

/** The line of row `y`, from four pixels before the channel on, in parts of 65,536 to a pixel. */
export function lineOf(toOwn: Affine, step: number, y: number): Line {
  return {
    startX: ((toOwn.a * 0.5 + toOwn.c * (y + 0.5) + toOwn.e) / step - 0.5 + margin) * unit + half,
    startY: ((toOwn.b * 0.5 + toOwn.d * (y + 0.5) + toOwn.f) / step - 0.5 + margin) * unit + half,
    byX: (toOwn.a / step) * unit,
    byY: (toOwn.b / step) * unit,
  };
}

/** Reads row `y` of the input from a channel, between four pixels each; `toOwn`: input → frame pixels. */
export function gather(
  { plane, offset, step }: Channel,
  toOwn: Affine,
  y: number,
  { from, to }: Span,
  into: Int32Array,
): void {
  const { bytes, pixelBytes, rowBytes } = plane;
  const [lastX, lastY] = [plane.width - 1, plane.height - 1];
  const { startX, startY, byX, byY } = lineOf(toOwn, step, y);
  for (let x = from; x < to; x++) {
    const atX = (startX + byX * x) | 0;
    const atY = (startY + byY * x) | 0;
    const column = (atX >> 16) - margin;
    const row = (atY >> 16) - margin;
    const left = within(column, lastX);
    const top = within(row, lastY);
    // Beyond the first and the last pixel there is only that pixel.
    const right = column < 0 || left === lastX ? 0 : pixelBytes;
    const down = row < 0 || top === lastY ? 0 : rowBytes;
    const at = offset + top * rowBytes + left * pixelBytes;
    const across = (atX >> 6) & 1023;
    into[x] = mixed(
      mixed(bytes[at] as number, bytes[at + right] as number, across),
      mixed(bytes[at + down] as number, bytes[at + down + right] as number, across),
      (atY >> 6) & 1023,
    );
  }
}

/**
 * The same for two channels that lie alike: what belongs to both is done once. The loop stands here again
 * because keeping its positions in arrays, for one loop to read them back, took a quarter longer.
 */
export function gatherPair(
  first: Channel,
  second: Channel,
  toOwn: Affine,
  y: number,
  { from, to }: Span,
  intoFirst: Int32Array,
  intoSecond: Int32Array,
): void {
  const { bytes, pixelBytes, rowBytes } = first.plane;
  const others = second.plane.bytes;
  const apart = second.offset - first.offset;
  const [lastX, lastY] = [first.plane.width - 1, first.plane.height - 1];
  const { startX, startY, byX, byY } = lineOf(toOwn, first.step, y);
  for (let x = from; x < to; x++) {
    const atX = (startX + byX * x) | 0;
    const atY = (startY + byY * x) | 0;
    const column = (atX >> 16) - margin;
    const row = (atY >> 16) - margin;
    const left = within(column, lastX);
    const top = within(row, lastY);
    const right = column < 0 || left === lastX ? 0 : pixelBytes;
    const down = row < 0 || top === lastY ? 0 : rowBytes;
    const at = first.offset + top * rowBytes + left * pixelBytes;
    const across = (atX >> 6) & 1023;
    const weight = (atY >> 6) & 1023;
    intoFirst[x] = mixed(
      mixed(bytes[at] as number, bytes[at + right] as number, across),
      mixed(bytes[at + down] as number, bytes[at + down + right] as number, across),
      weight,
    );
    const next = at + apart;
    intoSecond[x] = mixed(
      mixed(others[next] as number, others[next + right] as number, across),
      mixed(others[next + down] as number, others[next + down + right] as number, across),
      weight,
    );
  }
}

/** A value between two others: weights have 10 bits, so that two steps of it are whole numbers of 32. */
function mixed(low: number, high: number, part: number): number {
  return (low << 10) + Math.imul(high - low, part);
}

/** The nearest pixel that there is, of those from 0 to `last`. Plain comparisons stay whole numbers. */
function within(pixel: number, last: number): number {
  if (pixel < 0) return 0;
  if (pixel > last) return last;
  return pixel;
}
