import { halfToFloat } from "../half.ts";

const word = new DataView(new ArrayBuffer(4));

/** Widens IEEE 754 halves, given by their bits; exact. */
export function widenHalf(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfToFloat);
}

/** The bits of the nearest halves, ties to even; beyond 65504 infinity. */
export function narrowToHalf(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, narrowOne);
}

function narrowOne(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below the smallest normal half there is one step for all: 2 to the power of −24.
    return sign | roundToEven(Math.abs(value) * 2 ** 24);
  }
  // The exponent's bias goes from 127 to 15; a carry out of the fraction rightly raises the exponent.
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded >>> 13) - (112 << 10));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest > 0.5 ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Whether halves hold these numbers without any loss. */
export function fitsHalf(values: Float32Array): boolean {
  return widenHalf(narrowToHalf(values)).every((wide, index) => Object.is(wide, values[index]));
}
