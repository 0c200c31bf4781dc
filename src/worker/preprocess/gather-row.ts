import type { Affine } from "#shared";
import type { Channel } from "./frame-planes.ts";

/** The columns of a row that lie in the frame: from, inclusive, to, exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What gathered values are multiples of: a byte times this. */
export const gatheredBy = 2 ** 20;

/** For each column or row of the input the two pixels that it lies between, and the second one's weight. */
export interface Readings {
  /** In bytes from the channel's start. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** 0 … 1024. */
  readonly part: Int32Array;
}

/** Empty readings for so many columns or rows. */
export function createReadings(count: number): Readings {
  return {
    low: new Int32Array(count),
    high: new Int32Array(count),
    part: new Int32Array(count),
  };
}

/**
 * Fills readings along one side.
 * @param scale the frame's pixels for one of the input
 * @param origin where the input begins, in the frame's pixels
 * @param step the frame's pixels for one of the channel
 * @param pixels how many the channel has along this side
 * @param pixelBytes bytes from one of them to the next
 */
export function locate(
  { low, high, part }: Readings,
  scale: number,
  origin: number,
  step: number,
  pixels: number,
  pixelBytes: number,
): void {
  for (let index = 0; index < low.length; index++) {
    const at = (scale * (index + 0.5) + origin) / step - 0.5;
    const before = Math.floor(at);
    low[index] = within(before, pixels - 1) * pixelBytes;
    high[index] = within(before + 1, pixels - 1) * pixelBytes;
    part[index] = Math.round((at - before) * 1024);
  }
}

/** Reads row `y` of the input from a channel that lies straight, between four pixels each. */
export function gatherStraight(
  { plane, offset }: Channel,
  columns: Readings,
  rows: Readings,
  y: number,
  { from, to }: Span,
  into: Int32Array,
): void {
  const { bytes } = plane;
  const { low, high, part } = columns;
  const upper = (rows.low[y] as number) + offset;
  const lower = (rows.high[y] as number) + offset;
  const down = rows.part[y] as number;
  for (let x = from; x < to; x++) {
    const left = low[x] as number;
    const right = high[x] as number;
    const across = part[x] as number;
    const top = mixed(bytes[upper + left] as number, bytes[upper + right] as number, across);
    const bottom = mixed(bytes[lower + left] as number, bytes[lower + right] as number, across);
    into[x] = mixed(top, bottom, down);
  }
}

/** The same for a channel that lies turned; `toOwn` maps input pixels to the frame's own. */
export function gatherTurned(
  { plane, offset, step }: Channel,
  toOwn: Affine,
  y: number,
  { from, to }: Span,
  into: Int32Array,
): void {
  const { bytes, pixelBytes, rowBytes } = plane;
  const right = plane.width - 1;
  const bottom = plane.height - 1;
  const startX = (toOwn.a * 0.5 + toOwn.c * (y + 0.5) + toOwn.e) / step - 0.5;
  const startY = (toOwn.b * 0.5 + toOwn.d * (y + 0.5) + toOwn.f) / step - 0.5;
  const byX = toOwn.a / step;
  const byY = toOwn.b / step;
  for (let x = from; x < to; x++) {
    const atX = startX + byX * x;
    const atY = startY + byY * x;
    const beforeX = Math.floor(atX);
    const beforeY = Math.floor(atY);
    const across = ((atX - beforeX) * 1024 + 0.5) | 0;
    const down = ((atY - beforeY) * 1024 + 0.5) | 0;
    const low = offset + within(beforeX, right) * pixelBytes;
    const high = offset + within(beforeX + 1, right) * pixelBytes;
    const upper = within(beforeY, bottom) * rowBytes;
    const lower = within(beforeY + 1, bottom) * rowBytes;
    into[x] = mixed(
      mixed(bytes[upper + low] as number, bytes[upper + high] as number, across),
      mixed(bytes[lower + low] as number, bytes[lower + high] as number, across),
      down,
    );
  }
}

/** A value between two others: weights have 10 bits, so that two steps of it are whole numbers of 32. */
function mixed(low: number, high: number, part: number): number {
  return (low << 10) + Math.imul(high - low, part);
}

/** The nearest pixel that there is, of those from 0 to `last`. */
function within(pixel: number, last: number): number {
  return Math.max(0, Math.min(pixel, last));
}
