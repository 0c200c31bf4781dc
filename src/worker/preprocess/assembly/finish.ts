import { list, values } from "./gather";

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
