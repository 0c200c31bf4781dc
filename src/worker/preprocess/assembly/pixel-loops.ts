/**
 * The loops of preprocessing over the pixels of a frame, four at a time, in AssemblyScript. What they do
 * is what gather-row.ts, finish-row.ts and plane.ts do, and is tested against them.
 * Rows of an input are worked on in memory of their own, up to `mostColumns` long and a block more:
 * whole blocks are always written.
 */

/** The longest row of an input. */
export const mostColumns: i32 = 4096;

/** Bytes from one list of a row's columns to the next. */
const list: i32 = 4 * 4112;

/**
 * For each of two sets three lists: where the columns lie in a plane's bytes, their weights
 * across, and their weights down.
 */
const located = memory.data(2 * 3 * 4 * 4112, 16);

/** The gathered values of the three channels of a row: bytes times 2 ** 20. */
const values = memory.data(3 * 4 * 4112, 16);

/** The last block of a row, which may be longer than the row. */
const lastBlock = memory.data(48, 16);

/** For each channel six numbers: the weights of the three channels, a constant, the least and the most. */
const mixes = memory.data(3 * 6 * 4, 16);

/** The values of bars, one for each channel, as 32 bits or bytes. */
const pads = memory.data(3 * 4, 16);

export function mixesAt(): usize {
  return mixes;
}

export function padsAt(): usize {
  return pads;
}

/** Where memory begins that is not used here. */
export function freeFrom(): usize {
  return __heap_base;
}

/** Whole numbers of four positions of a row, in parts of 65,536 to a pixel. */
function positions(start: f64, by: f64, x: i32): v128 {
  const first = f64x2.add(f64x2.splat(f64(x)), f64x2(0, 1));
  const second = f64x2.add(first, f64x2.splat(2));
  const a = f64x2.add(f64x2.splat(start), f64x2.mul(f64x2.splat(by), first));
  const b = f64x2.add(f64x2.splat(start), f64x2.mul(f64x2.splat(by), second));
  return i64x2.shuffle(i32x4.trunc_sat_f64x2_s_zero(a), i32x4.trunc_sat_f64x2_s_zero(b), 0, 2);
}

/**
 * Finds where the columns from `from` to `to` of a row lie in planes whose last pixel is at `lastX` and
 * `lastY`, and keeps it as one of two sets, 0 or 1. Positions begin four pixels before the plane. Beyond the first and the last pixel
 * there is only that pixel: its neighbour weighs nothing.
 */
export function locate(
  set: i32,
  lastX: i32,
  lastY: i32,
  rowBytes: i32,
  pixelShift: i32,
  startX: f64,
  startY: f64,
  byX: f64,
  byY: f64,
  from: i32,
  to: i32,
): void {
  const zero = i32x4.splat(0);
  const margin = i32x4.splat(4);
  const parts = i32x4.splat(1023);
  const mostX = i32x4.splat(lastX);
  const mostY = i32x4.splat(lastY);
  for (let x = from; x < to; x += 4) {
    const atX = positions(startX, byX, x);
    const atY = positions(startY, byY, x);
    const column = i32x4.sub(i32x4.shr_s(atX, 16), margin);
    const row = i32x4.sub(i32x4.shr_s(atY, 16), margin);
    const between = v128.and(i32x4.ge_s(column, zero), i32x4.lt_s(column, mostX));
    const within = v128.and(i32x4.ge_s(row, zero), i32x4.lt_s(row, mostY));
    const right = v128.and(v128.and(i32x4.shr_s(atX, 6), parts), between);
    const below = v128.and(v128.and(i32x4.shr_s(atY, 6), parts), within);
    const left = i32x4.min_s(i32x4.max_s(column, zero), mostX);
    const top = i32x4.min_s(i32x4.max_s(row, zero), mostY);
    const at = placeOf(set, x);
    const offset = i32x4.add(i32x4.mul(top, i32x4.splat(rowBytes)), i32x4.shl(left, pixelShift));
    v128.store(at, offset);
    // Two halves of a word: 1024 − right below, right above.
    const weights = i32x4.add(i32x4.splat(1024), i32x4.sub(i32x4.shl(right, 16), right));
    v128.store(at, weights, list);
    v128.store(at, below, 2 * list);
  }
}

/** Gives the columns of a set one weight down. */
export function level(set: i32, weight: i32, from: i32, to: i32): void {
  for (let x = from; x < to; x += 4) {
    v128.store(placeOf(set, x), i32x4.splat(weight), 2 * list);
  }
}

function placeOf(set: i32, x: i32): usize {
  return located + usize(3 * set * list) + (usize(x) << 2);
}

/** Four values between pairs of bytes above and below, times 2 ** 20, by the weights of a place. */
function mixed(above: v128, below: v128, at: usize): v128 {
  const weights = v128.load(at, list);
  const top = i32x4.dot_i16x8_s(above, weights);
  const bottom = i32x4.dot_i16x8_s(below, weights);
  const apart = i32x4.mul(i32x4.sub(bottom, top), v128.load(at, 2 * list));
  return i32x4.add(i32x4.shl(top, 10), apart);
}

/** Reads the columns of a set from a plane of one channel as channel `channel`. */
export function gatherOne(
  set: i32,
  plane: usize,
  rowBytes: i32,
  channel: i32,
  from: i32,
  to: i32,
): void {
  const into = values + channel * list;
  for (let x = from; x < to; x += 4) {
    const cell = usize(x) << 2;
    const at = placeOf(set, x);
    const a = plane + load<i32>(at);
    const b = plane + load<i32>(at, 4);
    const c = plane + load<i32>(at, 8);
    const d = plane + load<i32>(at, 12);
    let pairs = v128.load16_splat(a);
    pairs = v128.load16_lane(b, pairs, 1);
    pairs = v128.load16_lane(c, pairs, 2);
    pairs = v128.load16_lane(d, pairs, 3);
    pairs = v128.load16_lane(a + rowBytes, pairs, 4);
    pairs = v128.load16_lane(b + rowBytes, pairs, 5);
    pairs = v128.load16_lane(c + rowBytes, pairs, 6);
    pairs = v128.load16_lane(d + rowBytes, pairs, 7);
    const above = i16x8.extend_low_i8x16_u(pairs);
    const below = i16x8.extend_high_i8x16_u(pairs);
    v128.store(into + cell, mixed(above, below, at));
  }
}

/** Reads the columns of a set from a plane of two channels as channels 1 and 2. */
export function gatherTwo(set: i32, plane: usize, rowBytes: i32, from: i32, to: i32): void {
  const first = values + list;
  const second = values + 2 * list;
  for (let x = from; x < to; x += 4) {
    const cell = usize(x) << 2;
    const at = placeOf(set, x);
    const a = plane + load<i32>(at);
    const b = plane + load<i32>(at, 4);
    const c = plane + load<i32>(at, 8);
    const d = plane + load<i32>(at, 12);
    let above = v128.load32_splat(a);
    above = v128.load32_lane(b, above, 1);
    above = v128.load32_lane(c, above, 2);
    above = v128.load32_lane(d, above, 3);
    let below = v128.load32_splat(a + rowBytes);
    below = v128.load32_lane(b + rowBytes, below, 1);
    below = v128.load32_lane(c + rowBytes, below, 2);
    below = v128.load32_lane(d + rowBytes, below, 3);
    const low = i16x8.splat(255);
    v128.store(first + cell, mixed(v128.and(above, low), v128.and(below, low), at));
    v128.store(second + cell, mixed(i16x8.shr_u(above, 8), i16x8.shr_u(below, 8), at));
  }
}

/** Reads the columns of a set from a plane of red, green, blue and alpha, or blue, green, red and alpha. */
export function gatherFour(
  set: i32,
  plane: usize,
  rowBytes: i32,
  isBlueFirst: bool,
  from: i32,
  to: i32,
): void {
  const first = values + (isBlueFirst ? 2 * list : 0);
  const second = values + list;
  const third = values + (isBlueFirst ? 0 : 2 * list);
  for (let x = from; x < to; x += 4) {
    const cell = usize(x) << 2;
    const at = placeOf(set, x);
    const a = plane + load<i32>(at);
    const b = plane + load<i32>(at, 4);
    const c = plane + load<i32>(at, 8);
    const d = plane + load<i32>(at, 12);
    const above = v128.load64_lane(b, v128.load64_splat(a), 1);
    const aboveRight = v128.load64_lane(d, v128.load64_splat(c), 1);
    const below = v128.load64_lane(b + rowBytes, v128.load64_splat(a + rowBytes), 1);
    const belowRight = v128.load64_lane(d + rowBytes, v128.load64_splat(c + rowBytes), 1);
    // The low bytes of each 16 bits, then the high ones: red with blue, green with alpha, of both pixels.
    const low = i16x8.splat(255);
    const evenAbove = v128.and(above, low);
    const evenAboveRight = v128.and(aboveRight, low);
    const evenBelow = v128.and(below, low);
    const evenBelowRight = v128.and(belowRight, low);
    v128.store(
      first + cell,
      mixed(
        i16x8.shuffle(evenAbove, evenAboveRight, 0, 2, 4, 6, 8, 10, 12, 14),
        i16x8.shuffle(evenBelow, evenBelowRight, 0, 2, 4, 6, 8, 10, 12, 14),
        at,
      ),
    );
    v128.store(
      third + cell,
      mixed(
        i16x8.shuffle(evenAbove, evenAboveRight, 1, 3, 5, 7, 9, 11, 13, 15),
        i16x8.shuffle(evenBelow, evenBelowRight, 1, 3, 5, 7, 9, 11, 13, 15),
        at,
      ),
    );
    const oddAbove = i16x8.shr_u(above, 8);
    const oddAboveRight = i16x8.shr_u(aboveRight, 8);
    const oddBelow = i16x8.shr_u(below, 8);
    const oddBelowRight = i16x8.shr_u(belowRight, 8);
    v128.store(
      second + cell,
      mixed(
        i16x8.shuffle(oddAbove, oddAboveRight, 0, 2, 4, 6, 8, 10, 12, 14),
        i16x8.shuffle(oddBelow, oddBelowRight, 0, 2, 4, 6, 8, 10, 12, 14),
        at,
      ),
    );
  }
}

/** Four values of a channel as a model wants them, from the gathered ones of the three. */
function finished(one: v128, two: v128, three: v128, mix: usize): v128 {
  const sum = f32x4.add(
    f32x4.add(f32x4.mul(one, v128.load32_splat(mix)), f32x4.mul(two, v128.load32_splat(mix, 4))),
    f32x4.add(f32x4.mul(three, v128.load32_splat(mix, 8)), v128.load32_splat(mix, 12)),
  );
  return f32x4.pmin(f32x4.pmax(sum, v128.load32_splat(mix, 16)), v128.load32_splat(mix, 20));
}

/** The nearest whole numbers; halves go up. */
function rounded(value: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(value, f32x4.splat(0.5))));
}

/**
 * Makes values of the gathered ones.
 * @param out where the column `from` of the first channel goes
 * @param step bytes from one pixel's value to the next one's of the same channel
 * @param plane bytes from one channel's value to the next channel's of the same pixel
 * @param kind 0: fractions of 32 bits, 1: whole numbers of 32 bits, 2: bytes
 */
export function finish(out: usize, step: i32, plane: i32, kind: i32, from: i32, to: i32): void {
  const second = values + list;
  const third = second + list;
  const size = kind === 2 ? 1 : 4;
  const isTogether = plane === size;
  let at = out;
  for (let x = from; x < to; x += 4) {
    const cell = usize(x) << 2;
    const one = f32x4.convert_i32x4_s(v128.load(values + cell));
    const two = f32x4.convert_i32x4_s(v128.load(second + cell));
    const three = f32x4.convert_i32x4_s(v128.load(third + cell));
    let a = finished(one, two, three, mixes);
    let b = finished(one, two, three, mixes + 24);
    let c = finished(one, two, three, mixes + 48);
    if (kind) {
      a = rounded(a);
      b = rounded(b);
      c = rounded(c);
    }
    const isLast = x + 4 > to;
    const into = isLast ? lastBlock : at;
    const apart = isLast ? usize(16) : usize(plane);
    if (isTogether) {
      const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const bc = i32x4.shuffle(b, c, 1, 5, 2, 6);
      const ba = i32x4.shuffle(a, b, 3, 7, 3, 7);
      const low = i32x4.shuffle(ab, c, 0, 1, 4, 2);
      const middle = i32x4.shuffle(bc, a, 0, 1, 6, 2);
      const high = i32x4.shuffle(c, ba, 2, 4, 5, 3);
      if (kind === 2) {
        const bytes = i8x16.narrow_i16x8_u(
          i16x8.narrow_i32x4_s(low, middle),
          i16x8.narrow_i32x4_s(high, high),
        );
        v128.store64_lane(into, bytes, 0);
        v128.store32_lane(into, bytes, 2, 8);
      } else {
        v128.store(into, low);
        v128.store(into, middle, 16);
        v128.store(into, high, 32);
      }
      if (isLast) memory.copy(at, lastBlock, (to - x) * 3 * size);
    } else {
      if (kind === 2) {
        const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, c));
        v128.store32_lane(into, bytes, 0);
        v128.store32_lane(into + apart, bytes, 1);
        v128.store32_lane(into + 2 * apart, bytes, 2);
      } else {
        v128.store(into, a);
        v128.store(into + apart, b);
        v128.store(into + 2 * apart, c);
      }
      if (isLast) {
        const length = (to - x) * step;
        memory.copy(at, lastBlock, length);
        memory.copy(at + plane, lastBlock + 16, length);
        memory.copy(at + 2 * plane, lastBlock + 32, length);
      }
    }
    at += 4 * step;
  }
}

/** Fills `count` pixels from `out` on with the values of bars. */
export function fill(out: usize, step: i32, plane: i32, kind: i32, count: i32): void {
  let at = out;
  for (let x = 0; x < count; x++) {
    if (kind === 2) {
      store<u8>(at, load<u8>(pads));
      store<u8>(at + plane, load<u8>(pads, 4));
      store<u8>(at + 2 * plane, load<u8>(pads, 8));
    } else {
      store<u32>(at, load<u32>(pads));
      store<u32>(at + plane, load<u32>(pads, 4));
      store<u32>(at + 2 * plane, load<u32>(pads, 8));
    }
    at += step;
  }
}

/** Sums of bytes that belong to neighbours, in 16 bits. */
function sums(bytes: v128, pixelBytes: i32): v128 {
  if (pixelBytes === 1) return i16x8.extadd_pairwise_i8x16_u(bytes);
  if (pixelBytes === 2) {
    return i16x8.extadd_pairwise_i8x16_u(
      i8x16.shuffle(bytes, bytes, 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15),
    );
  }
  return i16x8.extadd_pairwise_i8x16_u(
    i8x16.shuffle(bytes, bytes, 0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15),
  );
}

/** Means of fours: eight bytes, in 16 bits each, of sixteen above and sixteen below. */
function means(above: usize, rowBytes: i32, pixelBytes: i32): v128 {
  const sum = i16x8.add(
    sums(v128.load(above), pixelBytes),
    sums(v128.load(above + rowBytes), pixelBytes),
  );
  return i16x8.shr_u(i16x8.add(sum, i16x8.splat(2)), 2);
}

/**
 * Halves a plane of at least two rows and columns.
 * @param length bytes of the half's rows that are pixels
 */
export function halve(
  plane: usize,
  rowBytes: i32,
  pixelBytes: i32,
  into: usize,
  intoRowBytes: i32,
  length: i32,
  height: i32,
): void {
  for (let y = 0; y < height; y++) {
    let from = plane + 2 * y * rowBytes;
    const to = into + y * intoRowBytes;
    for (let x = 0; x < length; x += 16) {
      const first = means(from, rowBytes, pixelBytes);
      const second = means(from + 16, rowBytes, pixelBytes);
      v128.store(to + x, i8x16.narrow_i16x8_u(first, second));
      from += 32;
    }
  }
}
