import { describe, expect, it } from "vitest";
import type { CpuTensor, DecoderParameters } from "#shared";
import { decodeMask } from "./mask.ts";

type Parameters = DecoderParameters["person-mask"];

const base: Parameters = { output: "y", layout: "NHWC", channel: 0, scores: "probabilities" };

function tensor(shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name: "y", shape, dtype: "float32", data: Float32Array.from(values) };
}

describe("a mask", () => {
  // Three columns, two rows.
  const values = [0, 0.25, 0.5, 0.75, 1, 0.125];
  const inTwo = values.flatMap((value) => [9, value]);
  const planes = [...Array(6).fill(9), ...values];

  it.each<[string, readonly number[], readonly number[], Partial<Parameters>]>([
    ["one channel", [1, 2, 3, 1], values, {}],
    ["one plane", [1, 1, 2, 3], values, { layout: "NCHW" }],
    ["no channels", [1, 2, 3], values, {}],
    ["no batch either", [2, 3], values, { layout: "NCHW" }],
    ["the second channel", [1, 2, 3, 2], inTwo, { channel: 1 }],
    ["the second plane", [1, 2, 2, 3], planes, { layout: "NCHW", channel: 1 }],
  ])("is read from %s", (_, shape, given, change) => {
    const mask = decodeMask([tensor(shape, given)], { ...base, ...change });
    expect(mask).toEqual({ width: 3, height: 2, values: Float32Array.from(values) });
  });

  it("is made of logits by the logistic function", () => {
    const mask = decodeMask([tensor([1, 1, 2, 1], [0, -40])], { ...base, scores: "logits" });
    expect([...mask.values].map((value) => Math.round(value * 100))).toEqual([50, 0]);
  });

  it("is read from bytes as parts of 255", () => {
    const bytes: CpuTensor = {
      ...tensor([1, 1, 2, 1], []),
      dtype: "uint8",
      data: Uint8Array.of(255, 51),
    };
    expect([...decodeMask([bytes], base).values].map((value) => Math.round(value * 100))).toEqual([
      100, 20,
    ]);
  });

  it.each([
    ["a channel that is not there", [1, 2, 3, 1], { channel: 1 }],
    ["nothing in it", [1, 0, 3, 1], {}],
    ["values that do not fill it", [1, 2, 2, 1], {}],
  ])("is refused with %s", (_, shape, change) => {
    expect(() => decodeMask([tensor(shape, values)], { ...base, ...change })).toThrow(/bad-card/);
  });
});
