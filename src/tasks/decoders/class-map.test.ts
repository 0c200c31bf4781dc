import { describe, expect, it } from "vitest";
import { affineOf, type CpuTensor, type DecoderParameters, invert, place } from "#shared";
import { decodeClassMap, overFrame } from "./class-map.ts";

type Parameters = DecoderParameters["semantic"];

function tensor(shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name: "y", shape, dtype: "float32", data: Float32Array.from(values) };
}

const scores: Parameters = { output: "y", classes: 3, layout: "NHWC", argmax: false };
const numbers: Parameters = { ...scores, argmax: true };

describe("class maps", () => {
  // Two cells wide, three high: the classes 0 1 / 2 0 / 1 2.
  const classIds = [0, 1, 2, 0, 1, 2];
  const perCell = classIds.flatMap((id) => [0, 1, 2].map((one) => (one === id ? -1 : -5)));
  const planes = [0, 1, 2].flatMap((one) => classIds.map((id) => (one === id ? 8 : 3)));

  it.each<[string, readonly number[], readonly number[], Parameters]>([
    ["scores, cell by cell", [1, 3, 2, 3], perCell, scores],
    ["scores, class by class", [1, 3, 3, 2], planes, { ...scores, layout: "NCHW" }],
    ["scores without a batch", [3, 3, 2], planes, { ...scores, layout: "NCHW" }],
    ["numbers", [1, 3, 2], classIds, numbers],
    ["numbers with a last side of one", [1, 3, 2, 1], classIds, numbers],
    ["numbers with a plane of one", [1, 1, 3, 2], classIds, { ...numbers, layout: "NCHW" }],
    ["numbers that are no whole ones", [1, 3, 2], classIds.map((id) => id + 0.2), numbers],
  ])("are read from %s", (_, shape, values, parameters) => {
    const map = decodeClassMap([tensor(shape, values)], parameters);
    expect(map).toEqual({ width: 2, height: 3, classIds: Uint8Array.from(classIds) });
  });

  it.each<[string, readonly number[], Parameters]>([
    ["another number of classes", [1, 3, 2, 4], scores],
    ["the other layout", [1, 2, 2, 3], { ...scores, layout: "NCHW" }],
    ["more classes than a byte numbers", [1, 1, 1, 300], { ...scores, classes: 300 }],
    ["nothing", [1, 0, 2, 3], scores],
  ])("are refused with %s", (_, shape, parameters) => {
    const values = Array<number>(
      Math.max(
        1,
        shape.reduce((a, b) => a * b, 1),
      ),
    ).fill(0);
    expect(() => decodeClassMap([tensor(shape, values)], parameters)).toThrow(/bad-card/);
  });
});

describe("a class map over the frame", () => {
  const map = { width: 4, height: 4, classIds: Uint8Array.from({ length: 16 }, (_, at) => at) };
  const input = { width: 8, height: 8 };
  const over = (fit: "stretch" | "letterbox" | "letterbox-top-left" | "centre-crop") => {
    const frame = { width: 200, height: 100 };
    return overFrame(map, input, invert(affineOf(place(frame, input, fit))), frame);
  };

  it("is the same where the frame was stretched", () => {
    expect(over("stretch")).toBe(map);
  });

  it.each([
    ["letterbox", [4, 5, 6, 7, 4, 5, 6, 7, 8, 9, 10, 11, 8, 9, 10, 11]],
    ["letterbox-top-left", [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7]],
    ["centre-crop", [0, 1, 3, 0, 0, 5, 7, 0, 0, 9, 11, 0, 0, 13, 15, 0]],
  ] as const)("leaves out what is not of the frame: %s", (fit, expected) => {
    expect([...over(fit).classIds]).toEqual(expected);
  });
});
