import { describe, expect, it } from "vitest";
import type { CpuTensor, ScoreFunction } from "#shared";
import { classScores } from "./class-scores.ts";

function answer(values: readonly number[], shape = [1, values.length]): CpuTensor {
  const data = Float32Array.from(values);
  return { place: "cpu", name: "answer", shape, dtype: "float32", data };
}

function bytes(values: readonly number[]): CpuTensor {
  const data = Uint8Array.from(values);
  return { place: "cpu", name: "answer", shape: [1, values.length], dtype: "uint8", data };
}

/** Rounded, for comparing. */
function scoresOf(tensor: CpuTensor, scores?: ScoreFunction): number[] {
  return Array.from(classScores(tensor, scores), (score) => Number(score.toFixed(4)));
}

describe("scores of a classifier", () => {
  it.each<[string, ScoreFunction | undefined, readonly number[], readonly number[]]>([
    ["softmax", "softmax", [1, 2, 3], [0.09, 0.2447, 0.6652]],
    ["softmax of logits that would overflow", "softmax", [1000, 1001], [0.2689, 0.7311]],
    ["softmax of hopeless logits", "softmax", [-1000, -1000], [0.5, 0.5]],
    ["sigmoid, each class alone", "sigmoid", [0, 2, -2], [0.5, 0.8808, 0.1192]],
    ["nothing at all", "none", [0.25, 0.75], [0.25, 0.75]],
    ["nothing where the card says nothing", undefined, [0.25, 0.75], [0.25, 0.75]],
    ["nothing, and no more than is possible", "none", [-3, 12], [0, 1]],
  ])("come by %s", (_, scores, values, expected) => {
    expect(scoresOf(answer(values), scores)).toEqual(expected);
  });

  it("are the same whatever the shape", () => {
    expect(scoresOf(answer([1, 2, 3], [1, 3, 1, 1]), "softmax")).toEqual([0.09, 0.2447, 0.6652]);
  });

  it("are parts of 255 in answers of bytes", () => {
    expect(scoresOf(bytes([0, 51, 255]))).toEqual([0, 0.2, 1]);
  });

  it.each<[string, CpuTensor, ScoreFunction]>([
    ["a softmax of bytes", bytes([1, 2]), "softmax"],
    ["an empty answer", answer([]), "none"],
  ])("are refused for %s", (_, tensor, scores) => {
    expect(() => classScores(tensor, scores)).toThrow(/bad-card/);
  });
});
