import { describe, expect, it } from "vitest";
import type { CpuTensor } from "#shared";
import { decodeAnchorBoxes } from "./anchor-boxes.ts";

function tensor(shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name: "test", shape, dtype: "float32", data: Float32Array.from(values) };
}

/** Two layers of two and one anchors, each answering with a box and one point. */
function layers(logits: readonly [number, number, number]) {
  return [
    {
      scores: tensor([1, 2, 1], logits.slice(0, 2)),
      boxes: tensor([1, 2, 6], [1, 2, 10, 20, 3, 4, -1, -2, 8, 6, 0, 0]),
    },
    { scores: tensor([1, 1, 1], logits.slice(2)), boxes: tensor([1, 1, 6], [0, 0, 30, 30, 5, 5]) },
  ];
}

const centres = Float32Array.from([8, 8, 24, 8, 16, 16]);

describe("decoding boxes of anchors", () => {
  it("reads centre, size and points from the anchor, layer after layer", () => {
    expect(decodeAnchorBoxes(layers([0, 0, 0]), centres, 0.4)).toEqual([
      { classId: 0, score: 0.5, box: [4, 0, 10, 20], points: [[11, 12]] },
      { classId: 0, score: 0.5, box: [19, 3, 8, 6], points: [[24, 8]] },
      { classId: 0, score: 0.5, box: [1, 1, 30, 30], points: [[21, 21]] },
    ]);
  });

  it("takes the logistic function of the logit", () => {
    const [found] = decodeAnchorBoxes(layers([2, -9, -9]), centres, 0.4);
    expect(found?.score).toBeCloseTo(0.8808, 4);
  });

  it.each([
    ["below the score", [-1, -2, -3], 0.5, 0],
    ["at the score", [0, -2, -3], 0.5, 1],
    ["that are no number", [Number.NaN, Number.NaN, 3], 0.5, 1],
  ] as const)("passes over anchors %s", (_, logits, minScore, count) => {
    expect(decodeAnchorBoxes(layers([...logits]), centres, minScore)).toHaveLength(count);
  });
});
