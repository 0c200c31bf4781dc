import { describe, expect, it } from "vitest";
import type { InputSpec } from "#shared";
import { gpuCanPrepare, uniformOf } from "./gpu.ts";

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
