import { describe, expect, it } from "vitest";
import { AppError } from "./errors.ts";
import { compareWithGolden, type GoldenExpectation, parseGoldenExpectation } from "./golden.ts";
import type { CpuTensor } from "./tensor.ts";

const expected: GoldenExpectation = {
  outputs: [
    { name: "scores", size: 4, indices: [1, 3], values: [0.5, -2] },
    { name: "boxes", size: 2, indices: [0], values: [100] },
  ],
};

function tensor(name: string, ...values: number[]): CpuTensor {
  const data = Float32Array.from(values);
  return { place: "cpu", name, shape: [values.length], dtype: "float32", data };
}

describe("the golden comparison", () => {
  it("passes outputs within the tolerance, in any order, and names the worst", () => {
    const outputs = [tensor("boxes", 100.125, 7), tensor("scores", 9, 0.5625, 9, -2)];
    expect(compareWithGolden(outputs, expected, 0.125)).toEqual({
      ok: true,
      worst: 0.125,
      output: "boxes",
      tolerance: 0.125,
    });
  });

  it.each([
    ["a value beyond the tolerance", [tensor("scores", 0, 0.75, 0, -2), tensor("boxes", 100, 0)]],
    ["zeros", [tensor("scores", 0, 0, 0, 0), tensor("boxes", 100, 0)]],
    ["a missing output", [tensor("scores", 0, 0.5, 0, -2)]],
    ["an output too short", [tensor("scores", 0, 0.5, 0), tensor("boxes", 100, 0)]],
    ["an output too long", [tensor("scores", 0, 0.5, 0, -2, 0), tensor("boxes", 100, 0)]],
    ["NaN at a sampled element", [tensor("scores", 0, Number.NaN, 0, -2), tensor("boxes", 100, 0)]],
    ["NaN anywhere else", [tensor("scores", 0, 0.5, 0, -2), tensor("boxes", 100, Number.NaN)]],
    [
      "an infinity",
      [tensor("scores", 0, 0.5, Number.NEGATIVE_INFINITY, -2), tensor("boxes", 100, 0)],
    ],
  ])("fails %s", (_, outputs) => {
    const verdict = compareWithGolden(outputs, expected, 0.125);
    expect(verdict.ok).toBe(false);
    expect(verdict.worst).toBeGreaterThan(0.125);
  });

  describe("with a tolerance for each output", () => {
    const allowed = { scores: { worst: 0.5, mean: 0.25 }, boxes: { worst: 8, mean: 8 } };
    const verdict = (scores: readonly number[], box: number) =>
      compareWithGolden([tensor("scores", ...scores), tensor("boxes", box, 0)], expected, allowed);

    it("names what is off furthest for what it is allowed", () => {
      expect(verdict([0, 0.625, 0, -2], 101)).toEqual({
        ok: true,
        worst: 0.125,
        output: "scores",
        tolerance: 0.5,
      });
      expect(verdict([0, 0.5, 0, -2], 109)).toEqual({
        ok: false,
        worst: 9,
        output: "boxes",
        tolerance: 8,
      });
    });

    it("fails what is off a little everywhere", () => {
      expect(verdict([0, 0.9, 0, -1.6], 100)).toEqual({
        ok: false,
        worst: expect.closeTo(0.4, 5),
        output: "scores, on average",
        tolerance: 0.25,
      });
    });

    it("fails an output of which nothing is allowed, and what is no number", () => {
      const { scores } = allowed;
      const outputs = [tensor("scores", 0, 0.5, 0, -2), tensor("boxes", 100.5, 0)];
      expect(compareWithGolden(outputs, expected, { scores })).toMatchObject({
        ok: false,
        output: "boxes",
      });
      expect(verdict([0, Number.NaN, 0, -2], 100)).toMatchObject({ ok: false, worst: Infinity });
    });
  });

  it("fails when nothing is expected", () => {
    expect(compareWithGolden([], { outputs: [] }, 1).ok).toBe(false);
  });
});

describe("reading a golden expectation", () => {
  it("keeps what a file says", () => {
    expect(parseGoldenExpectation(JSON.parse(JSON.stringify(expected)))).toEqual(expected);
  });

  const output = { name: "a", size: 2, indices: [0], values: [1] };
  it.each([
    ["no object", null],
    ["no outputs", { outputs: [] }],
    ["no name", { outputs: [{ ...output, name: "" }] }],
    ["no size", { outputs: [{ ...output, size: 0 }] }],
    ["a position outside", { outputs: [{ ...output, indices: [2] }] }],
    ["a value that is no number", { outputs: [{ ...output, values: ["1"] }] }],
    ["fewer values than positions", { outputs: [{ ...output, indices: [0, 1] }] }],
    ["nothing to compare", { outputs: [{ ...output, indices: [], values: [] }] }],
  ])("refuses %s", (_, json) => {
    expect(() => parseGoldenExpectation(json)).toThrow(AppError);
  });
});
