import type { CpuTensor } from "#shared";

/** The least side at which an output looks like a map rather than like a list. */
const leastSide = 8;
/** More channels than this are no picture of anything. */
const mostChannels = 256;

/** Dark blue, blue-green, yellow: the same order for every eye (after viridis by van der Walt and Smith). */
const colours = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;

/** Where the values of a map lie in an output: of several channels, the strongest at each place counts. */
interface MapShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** From a place to the next, and from a channel to the next. */
  readonly step: number;
  readonly plane: number;
}

/**
 * The first output that looks like a map (`[1, H, W]`, `[1, H, W, C]`, `[1, C, H, W]`), its values in
 * colours from the least to the most; undefined where none does.
 */
export function heatMap(
  outputs: readonly CpuTensor[],
): { width: number; height: number; pixels: ArrayBuffer } | undefined {
  for (const { data, shape } of outputs) {
    const map = mapShape(shape);
    if (!map || data.length !== map.width * map.height * map.channels) continue;
    return { width: map.width, height: map.height, pixels: paint(strongest(data, map)) };
  }
  return undefined;
}

function mapShape(shape: readonly number[]): MapShape | undefined {
  const sizes = shape.length > 2 && shape[0] === 1 ? shape.slice(1) : [...shape];
  const make = (height = 0, width = 0, channels = 1, last = true): MapShape | undefined => {
    if (Math.min(width, height) < leastSide || channels > mostChannels) return undefined;
    const cells = width * height;
    return last
      ? { width, height, channels, step: channels, plane: 1 }
      : { width, height, channels, step: 1, plane: cells };
  };
  if (sizes.length === 2) return make(sizes[0], sizes[1]);
  if (sizes.length !== 3) return undefined;
  const [first = 0, second = 0, third = 0] = sizes;
  // Channels are the side that is not like the other two; of three alike, the last.
  return first < Math.min(second, third)
    ? make(second, third, first, false)
    : make(first, second, third);
}

function strongest(
  data: CpuTensor["data"],
  { width, height, channels, step, plane }: MapShape,
): Float32Array {
  const values = new Float32Array(width * height);
  for (let cell = 0; cell < values.length; cell += 1) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = data[cell * step + channel * plane] ?? 0;
      if (value > highest) highest = value;
    }
    values[cell] = highest;
  }
  return values;
}

function paint(values: Float32Array): ArrayBuffer {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const spread = most - least;
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (const [cell, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const at = spread > 0 ? ((value - least) / spread) * (colours.length - 1) : 0;
    const from = Math.min(colours.length - 2, Math.floor(at));
    const [low, high] = [colours[from] ?? colours[0], colours[from + 1] ?? colours[0]];
    for (const part of [0, 1, 2] as const) {
      pixels[cell * 4 + part] = low[part] + (high[part] - low[part]) * (at - from);
    }
    pixels[cell * 4 + 3] = 255;
  }
  return pixels.buffer;
}
