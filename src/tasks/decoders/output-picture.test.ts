import { describe, expect, it } from "vitest";
import type { CpuTensor, DecoderParameters } from "#shared";
import { decodePicture } from "./output-picture.ts";

type Parameters = DecoderParameters["image"];

function tensor(shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name: "y", shape, dtype: "float32", data: Float32Array.from(values) };
}

const base: Parameters = { output: "y", layout: "NCHW", channels: 3, range: "0…1", scale: 1 };

describe("an output as a picture", () => {
  it.each<[string, readonly number[], readonly number[], Partial<Parameters>, readonly number[]]>([
    [
      "planes of parts",
      [1, 3, 1, 2],
      [0, 1, 0.2, 0.4, 1, 0],
      {},
      [0, 51, 255, 255, 255, 102, 0, 255],
    ],
    [
      "pixels around zero",
      [1, 1, 2, 3],
      [-1, 0, 1, 1, 1, -1],
      { layout: "NHWC", range: "-1…1" },
      [0, 128, 255, 255, 255, 255, 0, 255],
    ],
    [
      "grey bytes, too bright and too dark",
      [1, 1, 1, 2],
      [300, -4],
      { channels: 1, range: "0…255" },
      [255, 255, 255, 255, 0, 0, 0, 255],
    ],
    [
      "no batch",
      [1, 2, 1],
      [0.2, 1],
      { channels: 1, layout: "NHWC" },
      [51, 51, 51, 255, 255, 255, 255, 255],
    ],
  ])("is read from %s", (_, shape, values, change, pixels) => {
    const picture = decodePicture([tensor(shape, values)], { ...base, ...change });
    expect([picture.width, picture.height]).toEqual([2, 1]);
    expect([...picture.pixels]).toEqual(pixels);
  });

  it("is refused with another number of channels", () => {
    expect(() => decodePicture([tensor([1, 4, 1, 2], Array(8).fill(0))], base)).toThrow(/bad-card/);
  });
});
