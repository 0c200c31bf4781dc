import { describe, expect, it } from "vitest";
import type { InputSpec } from "#shared";
import { exampleCard } from "#shared/example-card";
import { createConverter, createInputTensor } from "./convert.ts";

const base: InputSpec = {
  ...exampleCard.input,
  name: "images",
  width: 5,
  height: 3,
  fit: "letterbox",
};
const imagenet = {
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
} as const;

/** The formula of the card, written down once more, pixel by pixel and channel by channel. */
function plainly(input: InputSpec, pixels: Uint8Array, pixelBytes: number): number[] {
  const { width, height, layout, channels, mean, std, dtype } = input;
  const values: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const c of [0, 1, 2] as const) {
        const byte = pixels[(y * width + x) * pixelBytes + (channels === "RGB" ? c : 2 - c)] ?? 0;
        const exact = (byte - mean[c]) / std[c];
        const at = layout === "NHWC" ? (y * width + x) * 3 + c : (c * height + y) * width + x;
        const whole = Math.round(exact);
        values[at] =
          dtype === "float32"
            ? Math.fround(exact)
            : dtype === "uint8"
              ? Math.min(255, Math.max(0, whole))
              : whole;
      }
    }
  }
  return values;
}

describe.each([3, 4] as const)("converting pixels of %i bytes", (pixelBytes) => {
  const pixels = Uint8Array.from({ length: 15 * pixelBytes }, (_, i) => (i * 89 + 7) % 256);

  it.each<[string, Partial<InputSpec>]>([
    ["plain bytes", {}],
    ["plain bytes in planes", { layout: "NCHW" }],
    ["plain BGR", { channels: "BGR" }],
    ["plain whole numbers", { dtype: "int32" }],
    ["plain bytes as bytes", { dtype: "uint8" }],
    ["ImageNet", imagenet],
    ["ImageNet BGR in planes", { ...imagenet, channels: "BGR", layout: "NCHW" }],
    ["−1 … 1", { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] }],
    ["whole numbers around zero", { dtype: "int32", mean: [128, 128, 128] }],
    ["bytes that clamp", { dtype: "uint8", mean: [100, 0, 0], std: [1, 0.5, 3] }],
  ])("does what the card says: %s", (_, change) => {
    const input = { ...base, ...change };
    const tensor = createInputTensor(input);
    createConverter(input).convert(pixels, pixelBytes, tensor.data);
    expect([...tensor.data]).toEqual(plainly(input, pixels, pixelBytes));
  });
});

describe("an input tensor", () => {
  it.each([
    ["NHWC", [1, 3, 5, 3]],
    ["NCHW", [1, 3, 3, 5]],
  ] as const)("has the shape of %s", (layout, shape) => {
    expect(createInputTensor({ ...base, layout }).shape).toEqual(shape);
  });
});

describe("one channel", () => {
  const colours = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  const grey: InputSpec = { ...base, width: 2, height: 2, channels: "grey" };

  it.each(["grey", "luma"] as const)("is brightness as the eye weighs colours: %s", (channels) => {
    const input = { ...grey, channels };
    const { data, shape } = createInputTensor(input);
    createConverter(input).convert(colours, 3, data);
    expect([...data]).toEqual([76, 150, 29, 255]);
    expect(shape).toEqual([1, 2, 2, 1]);
  });

  it("is normalised by the first of the card's numbers, and lies in one plane", () => {
    const input: InputSpec = {
      ...grey,
      layout: "NCHW",
      mean: [127.5, 0, 0],
      std: [127.5, 1, 1],
    };
    const { data, shape } = createInputTensor(input);
    createConverter(input).convert(
      Uint8Array.from([...colours].flatMap((v, i) => (i % 3 === 2 ? [v, 9] : [v]))),
      4,
      data,
    );
    expect(data[3]).toBe(1);
    expect(data[0]).toBeCloseTo((76 - 127.5) / 127.5, 6);
    expect(shape).toEqual([1, 1, 2, 2]);
  });
});
