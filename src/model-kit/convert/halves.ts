import { halfToFloat } from "../half.ts";

/** Widens IEEE 754 halves, given by their bits; exact. */
export function widenHalf(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfToFloat);
}

/** The bits of the nearest halves, ties to even; beyond 65504 infinity. */
export function narrowToHalf(values: Float32Array): Uint16Array {
  return Uint16Array.from(wordsOf(values), narrowWord);
}

/** Whether halves hold these numbers without any loss. */
export function fitsHalf(values: Float32Array): boolean {
  return wordsOf(values).every((word, index) => {
    const exponent = (word >>> 23) & 0xff;
    // Normal halves: 10 of the 23 bits of the fraction, exponents from −14 to 15.
    if (exponent > 112 && exponent < 143) return (word & 0x1fff) === 0;
    return Object.is(halfToFloat(narrowWord(word)), values[index]);
  });
}

function wordsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

/** The bits of a half from those of a float. */
function narrowWord(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // The exponent's bias goes from 127 to 15; a carry out of the fraction rightly raises the exponent.
  if (magnitude >= 0x38800000) {
    return sign | ((magnitude + 0xfff + ((magnitude >>> 13) & 1) - (112 << 23)) >>> 13);
  }
  // Below the smallest normal half there is one step for all, 2 to the power of −24; ties to even.
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - (magnitude >>> 23);
  if (shift > 24) return sign;
  const floor = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  const up = rest > middle || (rest === middle && floor % 2 === 1);
  return sign | (floor + Number(up));
}
