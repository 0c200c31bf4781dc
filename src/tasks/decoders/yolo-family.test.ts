import { describe, expect, it } from "vitest";
import type { CpuTensor, DecoderParameters } from "#shared";
import { boxDecoders } from "./box-decoder.ts";
import { suppress } from "./suppress.ts";
import { decodeYoloMasks } from "./yolo-masks.ts";
import { decodeYoloPose } from "./yolo-pose.ts";

const input = { width: 64, height: 32 };

/** `[1, values, N]` of boxes given one by one; or `[1, N, values]`. */
function rows(list: readonly (readonly number[])[], transposed = false): CpuTensor {
  const [first = []] = list;
  const data = transposed
    ? list.flat()
    : first.flatMap((_, value) => list.map((box) => box[value] ?? 0));
  const shape = transposed ? [1, list.length, first.length] : [1, first.length, list.length];
  return { place: "cpu", name: "y", shape, dtype: "float32", data: Float32Array.from(data) };
}

const common = { output: "y", normalised: false, transposed: false, endToEnd: false } as const;

describe("turned boxes", () => {
  const { decode } = boxDecoders["yolo-turned"];
  const parameters: DecoderParameters["yolo-turned"] = { ...common, classes: 2 };
  const turn = Math.PI / 6;

  it("keep their turn, with an upright box around", () => {
    const y = rows([
      [30, 16, 20, 10, 0.1, 0.9, turn],
      [0, 0, 1, 1, 0.1, 0.2, 0],
      [50, 8, 6, 4, 0.8, 0.1, -turn],
    ]);
    const [one, other] = decode([y], parameters, input, 0.5);
    expect(one).toMatchObject({ classId: 1, score: expect.closeTo(0.9, 5) });
    expect(one?.region).toMatchObject({ centerX: 30, centerY: 16, width: 20, height: 10 });
    expect(one?.region?.rotation).toBeCloseTo(turn, 6);
    const [x = 0, top = 0, width = 0, height = 0] = one?.box ?? [];
    expect([x + width / 2, top + height / 2]).toEqual([expect.closeTo(30), expect.closeTo(16)]);
    expect(width).toBeCloseTo(20 * Math.cos(turn) + 10 * Math.sin(turn), 4);
    expect(height).toBeCloseTo(20 * Math.sin(turn) + 10 * Math.cos(turn), 4);
    expect(other).toMatchObject({ classId: 0, region: { width: 6, height: 4 } });
  });

  it("end to end are a centre and a size as well, in parts of the sides where they are", () => {
    const y = rows([[0.5, 0.5, 0.25, 0.5, 0.9, 1, turn]], true);
    const sorted = { ...parameters, transposed: true, endToEnd: true, normalised: true };
    const [one] = decode([y], sorted, input, 0.5);
    expect(one).toMatchObject({
      classId: 1,
      region: { centerX: 32, centerY: 16, width: 16, height: 16 },
    });
  });

  it("that cross are two things, though their upright boxes are one", () => {
    const y = rows([
      [32, 16, 30, 4, 0.9, 0, Math.PI / 4],
      [32, 16, 30, 4, 0.8, 0, -Math.PI / 4],
      [32, 16, 30, 4, 0.7, 0, Math.PI / 4],
    ]);
    const found = decode([y], parameters, input, 0.5);
    expect(suppress(found, 0.45).map(({ score }) => score.toFixed(1))).toEqual(["0.9", "0.8"]);
  });
});

describe("masks", () => {
  // Two prototypes of 8 × 4 cells: the left half, and the upper half.
  const planes = [
    Array.from({ length: 32 }, (_, cell) => (cell % 8 < 4 ? 1 : -1)),
    Array.from({ length: 32 }, (_, cell) => (cell < 16 ? 1 : -1)),
  ];
  const prototypes = (layout: "NHWC" | "NCHW"): CpuTensor => ({
    place: "cpu",
    name: "p",
    shape: layout === "NCHW" ? [1, 2, 4, 8] : [1, 4, 8, 2],
    dtype: "float32",
    data: Float32Array.from(
      layout === "NCHW"
        ? planes.flat()
        : Array.from({ length: 64 }, (_, at) => planes[at % 2]?.[at >> 1] ?? 0),
    ),
  });
  const parameters: DecoderParameters["yolo-masks"] = {
    ...common,
    classes: 1,
    coefficients: 2,
    prototypes: "p",
    layout: "NCHW",
  };
  const whole = [32, 16, 64, 32] as const;

  it.each(["NCHW", "NHWC"] as const)("mix the prototypes, %s", (layout) => {
    // The lower left quarter: left and not above, each surely enough to outweigh the other.
    const y = rows([[...whole, 0.9, 4, -4]]);
    const shapes = decodeYoloMasks([y, prototypes(layout)], { ...parameters, layout }, input, 0.5);
    const owned = [...shapes.sure].map((sure, cell) => (sure > 0.5 ? shapes.things[cell] : 0));
    expect(owned.flatMap((thing, cell) => (thing === 1 ? [cell] : []))).toEqual([
      16, 17, 18, 19, 24, 25, 26, 27,
    ]);
    expect(shapes.sure[16]).toBeCloseTo(1 / (1 + Math.exp(-8)), 5);
  });

  it("end where their box does, and give way to surer ones", () => {
    const y = rows([
      [...whole, 0.6, 4, 0],
      // The left 16 of 64 pixels, two cells.
      [8, 16, 16, 32, 0.9, 4, 0],
    ]);
    const { things, sure, found } = decodeYoloMasks(
      [y, prototypes("NCHW")],
      parameters,
      input,
      0.5,
    );
    expect(found.map(({ score }) => score.toFixed(1))).toEqual(["0.9", "0.6"]);
    const firstRow = [...things.subarray(0, 8)].map((thing, cell) =>
      (sure[cell] ?? 0) > 0.5 ? thing : 0,
    );
    expect(firstRow).toEqual([1, 1, 2, 2, 0, 0, 0, 0]);
  });

  it("of graphs that sort their boxes out come behind score and class", () => {
    const y = rows([[0, 0, 64, 32, 0.9, 3, -4, 0]], true);
    const sorted = { ...parameters, transposed: true, endToEnd: true };
    const shapes = decodeYoloMasks([y, prototypes("NCHW")], sorted, input, 0.5);
    expect(shapes.found).toMatchObject([{ classId: 3, box: [0, 0, 64, 32] }]);
    expect([...shapes.sure.subarray(0, 8)].map((sure) => (sure > 0.5 ? 1 : 0))).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1,
    ]);
  });

  it("are refused where there are not as many prototypes as coefficients", () => {
    const y = rows([[...whole, 0.9, 4, -4, 1]]);
    const three = { ...parameters, coefficients: 3 };
    expect(() => decodeYoloMasks([y, prototypes("NCHW")], three, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("bodies", () => {
  const parameters: DecoderParameters["yolo-pose"] = { ...common, classes: 1, numbers: 3 };
  const points = (numbers: 2 | 3, left: number) =>
    Array.from({ length: 17 }, (_, point) => [left + point, point / 2, 0.9].slice(0, numbers));
  const body = (score: number, left: number, numbers: 2 | 3 = 3) => [
    left + 8,
    4,
    16,
    8,
    score,
    ...points(numbers, left).flat(),
  ];

  it("have 17 points each, and stand close together", () => {
    const y = rows([body(0.8, 0), body(0.9, 8), body(0.7, 8.5)]);
    const found = decodeYoloPose([y], parameters, input, 0.5);
    expect(found.map(({ score, box }) => [score.toFixed(1), box[0]])).toEqual([
      ["0.9", 8],
      ["0.8", 0],
    ]);
    expect(found[1]?.points).toHaveLength(17);
    expect(found[1]?.points[4]).toEqual({ x: 4, y: 2, score: expect.closeTo(0.9, 5) });
  });

  it("of points without a score are as sure as the body", () => {
    const y = rows([body(0.8, 0, 2)], true);
    const two = { ...parameters, numbers: 2, transposed: true } as const;
    const [one] = decodeYoloPose([y], two, input, 0.5);
    expect(one?.points[16]).toEqual({ x: 16, y: 8, score: expect.closeTo(0.8, 5) });
  });

  it("in parts of the sides are parts in their points, too", () => {
    const y = rows([body(0.8, 0).map((value, at) => (at === 4 ? value : value / 64))]);
    const [one] = decodeYoloPose([y], { ...parameters, normalised: null }, input, 0.5);
    expect(one?.box).toEqual([0, 0, 16, 4].map((side) => expect.closeTo(side, 4)));
    expect(one?.points[4]?.x).toBeCloseTo(4, 4);
    expect(one?.points[4]?.y).toBeCloseTo(1, 4);
  });
});
