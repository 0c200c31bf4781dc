import {
  type Affine,
  affineOf,
  type CpuTensor,
  type InputSpec,
  invert,
  mapPoint,
  place,
  placeRegion,
  type Size,
} from "#shared";
import type { FrameTensor, RunnerFrame } from "#tasks/runner";

/** A picture in memory: `[height, width, 3]` RGB bytes. */
export interface BytePicture extends Size {
  readonly bytes: Uint8Array;
}

const values = new WeakMap<FrameTensor, CpuTensor>();

/** The values behind a tensor that a sampled frame was fitted to. */
export function valuesOf(tensor: FrameTensor): CpuTensor {
  const found = values.get(tensor);
  if (!found) throw new Error("not a tensor of a sampled frame");
  return found;
}

/** For tests in Node: a frame made from bytes, moved to the right by `shift` pixels, sampled bilinearly. */
export function sampledFrame(picture: BytePicture, timestampMs: number, shift = 0): RunnerFrame {
  const { width, height } = picture;
  const info = { width, height, timestampMs };
  return {
    info,
    fit(input, region) {
      const map = region ? placeRegion(region, input) : affineOf(place(info, input, input.fit));
      const toSource = invert(map);
      const tensor = sample(picture, input, toSource, shift);
      values.set(tensor, tensor);
      return { tensor, toSource };
    },
  };
}

function sample(
  picture: BytePicture,
  { name, width, height, mean, std }: InputSpec,
  toSource: Affine,
  shift: number,
): CpuTensor {
  const data = new Float32Array(width * height * 3);
  // Shrinking takes the mean of several samples for each pixel, as a canvas does.
  const scale = Math.hypot(toSource.a, toSource.b);
  const samples = Math.min(4, Math.max(1, Math.round(scale)));
  for (let index = 0; index < data.length; index += 1) {
    const pixel = Math.floor(index / 3);
    const channel = (index % 3) as 0 | 1 | 2;
    let sum = 0;
    for (let one = 0; one < samples * samples; one += 1) {
      const [x, y] = mapPoint(
        toSource,
        (pixel % width) + ((one % samples) + 0.5) / samples,
        Math.floor(pixel / width) + (Math.floor(one / samples) + 0.5) / samples,
      );
      sum += bilinear(picture, x - 0.5 - shift, y - 0.5, channel);
    }
    data[index] = (sum / samples ** 2 - mean[channel]) / std[channel];
  }
  return { place: "cpu", name, shape: [1, height, width, 3], dtype: "float32", data };
}

function bilinear({ bytes, width, height }: BytePicture, x: number, y: number, channel: number) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height
      ? 0
      : (bytes[(row * width + column) * 3 + channel] ?? 0);
  const across = x - left;
  const upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
  const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
  return upper + (y - top) * (lower - upper);
}
