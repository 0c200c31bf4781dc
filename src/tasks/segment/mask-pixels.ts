/** The opacity of a cell, 0 … 255, for each value of the mask, 0 … 255. */
export type OpacityTable = Uint8ClampedArray;

function tableOf(opacity: (sure: number) => number): OpacityTable {
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => opacity(value / 255) * 255);
}

/** From 0 to 1 between two edges, without a corner. */
function ramp(from: number, to: number, value: number): number {
  const at = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return at * at * (3 - 2 * at);
}

/** A person over something else: what the model is unsure of is not seen. */
export const cutTable = tableOf((sure) => ramp(0.3, 0.75, sure));
/** A person taken out of a background, generously: nothing of them may colour it. */
export const holeTable = tableOf((sure) => ramp(0.02, 0.3, sure));
/** A person marked in the picture: a light tint, stronger along the edge. */
export const tintTable = tableOf((sure) => 0.3 * ramp(0.3, 0.75, sure) + 2.4 * sure * (1 - sure));

/**
 * A mask as RGBA pixels of one colour.
 * @param alpha one byte for each cell, 0 … 255
 * @param colour red, green, blue, 0 … 255
 * @param into four bytes for each cell
 */
export function maskPixels(
  alpha: ArrayBuffer,
  table: OpacityTable,
  [red, green, blue]: readonly [red: number, green: number, blue: number],
  into: Uint8ClampedArray,
): void {
  const values = new Uint8Array(alpha);
  // One number for a pixel, its alpha last in memory, as it is on every machine that browsers run on.
  const pixels = new Uint32Array(into.buffer, into.byteOffset, values.length);
  const opaque = (blue << 16) | (green << 8) | red;
  for (let cell = 0; cell < values.length; cell += 1) {
    pixels[cell] = ((table[values[cell] ?? 0] ?? 0) << 24) | opaque;
  }
}
