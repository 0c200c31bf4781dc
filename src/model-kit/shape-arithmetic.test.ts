import { describe, expect, it } from "vitest";
import { broadcast, reshaped, sliceCount, slide, slideBack } from "./shape-arithmetic.ts";

const plain = { strides: [2], dilations: [], pads: [1, 1], autoPad: "NOTSET", ceil: false };

describe("shape arithmetic", () => {
  it.each([
    [
      [2, 1, 3],
      [4, 1],
      [2, 4, 3],
    ],
    [[], [5], [5]],
    [
      [null, 3],
      [1, 3],
      [null, 3],
    ],
    [[null], [7], [7]],
    [[2], [3], null],
    [null, [3], null],
  ])("broadcasts %j and %j to %j", (a, b, expected) => {
    expect(broadcast(a, b)).toEqual(expected);
  });

  it.each([
    ["padded", [224], { ...plain, kernel: [3] }, [112]],
    ["rounded up", [5], { ...plain, kernel: [2], pads: [], ceil: true }, [3]],
    ["rounded down", [5], { ...plain, kernel: [2], pads: [] }, [2]],
    ["same", [257], { ...plain, kernel: [3], autoPad: "SAME_UPPER" }, [129]],
    ["dilated", [9], { ...plain, kernel: [3], strides: [1], dilations: [2], pads: [] }, [5]],
    ["too small", [2], { ...plain, kernel: [9], pads: [] }, [null]],
    ["unknown", [null], { ...plain, kernel: [3] }, [null]],
  ])("slides a window: %s", (_, spatial, window, expected) => {
    expect(slide(spatial, window)).toEqual(expected);
  });

  it("undoes a window, with what is added at the end", () => {
    expect(slideBack([112], { ...plain, kernel: [3] }, [1])).toEqual([224]);
    expect(slideBack([7], { ...plain, kernel: [2], pads: [] }, [])).toEqual([14]);
  });

  it.each([
    [[2, 3, 4], [0, -1], true, [2, 12]],
    [[2, 3, 4], [-1], true, [24]],
    [[2, null, 4], [2, -1], true, [2, null]],
    [[2, 3], [0, 6], false, [0, 6]],
    [[5], [2, -1], true, [2, null]],
  ])("reshapes %j by %j (0 keeps: %s) to %j", (from, target, keeps, expected) => {
    expect(reshaped(from, target, keeps)).toEqual(expected);
  });

  it.each([
    [10, 0, 10, 1, 10],
    [10, 2, 2 ** 31, 3, 3],
    [10, -3, 10, 1, 3],
    [10, 9, -(2 ** 31), -1, 10],
    [10, 5, 2, 1, 0],
  ])("counts a slice of %i from %i to %i by %i as %i", (size, start, end, step, expected) => {
    expect(sliceCount(size, start, end, step)).toBe(expected);
  });
});
