/** The longest row of an input. */
export const mostColumns: i32 = 4096;

/** Bytes from one list of a row's columns to the next. */
export const list: i32 = 4 * 4112;

/**
 * For each of two sets three lists: where the columns lie in a plane's bytes, their weights
 * across, and their weights down.
 */
const located = memory.data(2 * 3 * 4 * 4112, 16);

/** The gathered values of the three channels of a row: bytes times 2 ** 20. */
export const values = memory.data(3 * 4 * 4112, 16);

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
