import { describe, expect, it } from "vitest";
import { affineOf, type InputSpec, invert, place, placeRegion } from "#shared";
import { gpuCanPrepare, halvingsOf, uniformOf } from "./gpu.ts";

const input: InputSpec = {
  name: "image",
  width: 256,
  height: 256,
  layout: "NHWC",
  dtype: "float32",
  channels: "RGB",
  mean: [10, 20, 30],
  std: [1, 2, 3],
  fit: "letterbox",
  padByte: 114,
};

describe("how often the GPU halves a frame before it reads it", () => {
  it.each([
    [256, 256, 0],
    [511, 511, 0],
    [512, 512, 1],
    [1280, 720, 2],
    [1280, 500, 2],
    [4096, 4096, 4],
    [64, 64, 0],
  ])("fits %i × %i whole with %i halvings", (width, height, halvings) => {
    const toSource = invert(affineOf(place({ width, height }, input, "letterbox")));
    expect(halvingsOf(toSource)).toBe(halvings);
  });

  it("goes by the side that is shrunk less, and does not mind turning", () => {
    expect(
      halvingsOf(invert(affineOf(place({ width: 2048, height: 600 }, input, "stretch")))),
    ).toBe(1);
    const region = { centerX: 500, centerY: 400, width: 1030, height: 1030, rotation: 0.7 };
    expect(halvingsOf(invert(placeRegion(region, input)))).toBe(2);
  });
});

describe("what the shader is given", () => {
  it("is laid out as WGSL aligns it: four pairs, then mean and bar, deviation and halvings", () => {
    const toSource = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 };
    expect(uniformOf(toSource, { width: 640, height: 480 }, input)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 640, 480],
      ...[10, 20, 30, 114],
      ...[1, 2, 3, 1],
    ]);
  });
});

it("leaves inputs of bytes to the CPU", () => {
  expect(gpuCanPrepare(input)).toBe(true);
  expect(gpuCanPrepare({ ...input, dtype: "uint8" })).toBe(false);
});
