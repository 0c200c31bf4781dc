import { describe, expect, it } from "vitest";
import { type ExtraInput, extraTensors, isExtraInput } from "./extra-input.ts";

const size: ExtraInput = { name: "s", shape: [1, 2], dtype: "int32", fill: "height-width" };
const mask: ExtraInput = { name: "m", shape: [1, 2, 3], dtype: "uint8", fill: [1] };

describe("an input beside the picture", () => {
  it.each<[ExtraInput["fill"], readonly number[], readonly number[]]>([
    ["height-width", [1, 2], [480, 640]],
    ["width-height", [2], [640, 480]],
    ["height-width-scale", [1, 3], [480, 640, 1]],
    [[0.5], [2, 2], [0.5, 0.5, 0.5, 0.5]],
    [[1, 2, 3], [3], [1, 2, 3]],
  ])("is filled with %s", (fill, shape, values) => {
    const inputs: readonly ExtraInput[] = [{ name: "x", shape, dtype: "float32", fill }];
    const [tensor] = extraTensors(inputs, { width: 640, height: 480 });
    expect(tensor).toMatchObject({ place: "cpu", name: "x", shape, dtype: "float32" });
    expect([...(tensor?.data ?? [])]).toEqual(values);
  });

  it("has the type that the graph asks for", () => {
    const [first, second] = extraTensors([size, mask], { width: 8, height: 4 });
    expect(first?.data).toEqual(Int32Array.of(4, 8));
    expect(second?.data).toEqual(Uint8Array.of(1, 1, 1, 1, 1, 1));
  });

  it.each<[string, object]>([
    ["no name", { ...size, name: "" }],
    ["an open size", { ...size, shape: [-1, 2] }],
    ["room for another number of sides", { ...size, shape: [1, 3] }],
    ["another type", { ...size, dtype: "string" }],
    ["more values than anything holds", { ...mask, shape: [2 ** 20, 2 ** 20] }],
    ["too few values", { ...mask, fill: [1, 2] }],
    ["what is no number", { ...mask, fill: [Number.NaN] }],
    ["an unknown fill", { ...size, fill: "depth" }],
  ])("is none with %s", (_, wrong) => {
    expect(isExtraInput(wrong)).toBe(false);
  });

  it("is one otherwise", () => {
    expect([size, mask].map(isExtraInput)).toEqual([true, true]);
  });
});
