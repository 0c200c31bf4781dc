import { describe, expect, it } from "vitest";
import { copyOutput } from "./copy-output.ts";

const spec = { name: "scores", dtype: "float32" } as const;

describe("the copy of an output", () => {
  it("is made into the array of the run before", () => {
    const first = copyOutput(spec, [1, 2], Float32Array.of(1, 2), undefined);
    const second = copyOutput(spec, [1, 2], Float32Array.of(3, 4), first);
    expect(second).toBe(first);
    expect(second).toEqual({
      ...{ place: "cpu", name: "scores", shape: [1, 2], dtype: "float32" },
      data: Float32Array.of(3, 4),
    });
  });

  it("is never a view of what the engine overwrites", () => {
    const heap = Float32Array.of(1, 2);
    const copy = copyOutput(spec, [2], heap, undefined);
    heap.fill(9);
    expect([...copy.data]).toEqual([1, 2]);
  });

  it.each([
    ["more values", spec, [3], Float32Array.of(5, 6, 7)],
    ["another type", { name: "scores", dtype: "int32" } as const, [2], Int32Array.of(5, 6)],
    ["another shape of as many values", spec, [2, 1], Float32Array.of(5, 6)],
  ])("takes %s", (_words, wanted, shape, values) => {
    const first = copyOutput(spec, [1, 2], Float32Array.of(1, 2), undefined);
    const second = copyOutput(wanted, shape, values, first);
    expect(second.shape).toEqual(shape);
    expect(second.dtype).toBe(wanted.dtype);
    expect(second.data).toEqual(values);
    expect(first.shape).toEqual([1, 2]);
  });
});
