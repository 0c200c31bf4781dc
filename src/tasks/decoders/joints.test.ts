import { describe, expect, it } from "vitest";
import type { CpuTensor, DecoderParameters } from "#shared";
import { decodeHeatMaps } from "./heat-maps.ts";
import { decodeMovenetSeveral } from "./movenet-several.ts";
import { decodeSimcc } from "./simcc.ts";

function tensor(name: string, shape: readonly number[], set: Record<number, number>): CpuTensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (const [at, value] of Object.entries(set)) data[Number(at)] = value;
  return { place: "cpu", name, shape, dtype: "float32", data };
}

describe("heat maps", () => {
  const input = { width: 48, height: 64 };
  const parameters: DecoderParameters["heat-maps"] = {
    output: "h",
    offsets: null,
    layout: "NCHW",
    scores: "probabilities",
  };
  const [width, height] = [12, 16];
  /** Where column 5 and row 9 of the map of point 3 stand. */
  const at = { NCHW: 3 * 192 + 9 * 12 + 5, NHWC: (9 * 12 + 5) * 17 + 3 };
  const beside = { NCHW: 1, NHWC: 17 };
  const shapes = { NCHW: [1, 17, height, width], NHWC: [1, height, width, 17] };

  it.each(["NCHW", "NHWC"] as const)("are highest where a point is, %s", (layout) => {
    // The right neighbour is higher than the left one, the lower as high as the upper.
    const set = { [at[layout]]: 0.8, [at[layout] + beside[layout]]: 0.4 };
    const map = tensor("h", shapes[layout], set);
    const points = decodeHeatMaps([map], { ...parameters, layout }, input);
    expect(points).toHaveLength(17);
    expect(points[3]).toEqual({ x: 5.75 * 4, y: 9.5 * 4, score: expect.closeTo(0.8, 5) });
    expect(points[2]?.score).toBe(0);
  });

  it("of logits go through the logistic function", () => {
    const map = tensor("h", shapes.NCHW, { [at.NCHW]: 2 });
    const points = decodeHeatMaps([map], { ...parameters, scores: "logits" }, input);
    expect(points[3]?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
  });

  it("with offsets reach from edge to edge, and are moved by y and then x", () => {
    const cell = 9 * width + 5;
    const map = tensor("h", shapes.NHWC, { [at.NHWC]: 3 });
    const moved = tensor("o", [1, height, width, 34], {
      [cell * 34 + 3]: -2,
      [cell * 34 + 17 + 3]: 1.5,
    });
    const [, , , point] = decodeHeatMaps(
      [map, moved],
      { ...parameters, layout: "NHWC", offsets: "o" },
      input,
    );
    expect(point?.x).toBeCloseTo((5 / 11) * 48 + 1.5, 4);
    expect(point?.y).toBeCloseTo((9 / 15) * 64 - 2, 4);
  });

  it("are refused where they are not 17", () => {
    const map = tensor("h", [1, 16, height, width], {});
    expect(() => decodeHeatMaps([map], parameters, input)).toThrow(/bad-card/);
  });
});

describe("rows of bins", () => {
  const input = { width: 192, height: 256 };

  it("are highest where a point is, which is as sure as the lower of the two", () => {
    const x = tensor("x", [1, 17, 384], { [3 * 384 + 100]: 0.9 });
    const y = tensor("y", [1, 17, 512], { [3 * 512 + 300]: 0.7 });
    const points = decodeSimcc([y, x], { x: "x", y: "y" }, input);
    expect(points[3]).toEqual({ x: 50, y: 150, score: expect.closeTo(0.7, 5) });
    expect(points).toHaveLength(17);
  });

  it("are refused where they are not 17", () => {
    const short = [tensor("x", [1, 16, 384], {}), tensor("y", [1, 17, 512], {})];
    expect(() => decodeSimcc(short, { x: "x", y: "y" }, input)).toThrow(/bad-card/);
  });
});

describe("MoveNet for several", () => {
  it("tells of those who are there, best first, in pixels", () => {
    const second = 56;
    const answer = tensor("o", [1, 6, 56], {
      55: 0.4,
      [second + 55]: 0.9,
      [second]: 0.25,
      [second + 1]: 0.5,
      [second + 2]: 0.7,
      [second + 51]: 0.25,
      [second + 52]: 0.5,
      [second + 53]: 0.75,
      [second + 54]: 1,
    });
    const input = { width: 100, height: 40 };
    const found = decodeMovenetSeveral([answer], { output: "o", people: 6 }, input, 0.3);
    expect(found.map(({ score }) => score.toFixed(1))).toEqual(["0.9", "0.4"]);
    expect(found[0]?.box).toEqual([50, 10, 50, 20]);
    expect(found[0]?.points[0]).toEqual({ x: 50, y: 10, score: expect.closeTo(0.7, 5) });
  });
});
