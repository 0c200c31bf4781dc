import { describe, expect, it } from "vitest";
import type { Box, CpuTensor, DecoderParameters } from "#shared";
import { boxDecoders } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";

function tensor(
  name: string,
  shape: readonly number[],
  set: Record<number, number>,
  rest = 0,
): CpuTensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(rest);
  for (const [at, value] of Object.entries(set)) data[Number(at)] = value;
  return { place: "cpu", name, shape, dtype: "float32", data };
}

function expectOne(found: readonly FoundBox[], classId: number, score: number, box: Box): void {
  expect(found).toHaveLength(1);
  expect(found[0]?.classId).toBe(classId);
  expect(found[0]?.score).toBeCloseTo(score, 4);
  for (const side of [0, 1, 2, 3] as const) expect(found[0]?.box[side]).toBeCloseTo(box[side], 2);
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const logit = (part: number): number => Math.log(part / (1 - part));

describe("yolo-grids", () => {
  const { decode } = boxDecoders["yolo-grids"];
  // 4 × 2 cells of 16 pixels, two anchors, two classes.
  const input = { width: 64, height: 32 };
  const parameters: DecoderParameters["yolo-grids"] = {
    levels: [{ output: "y", stride: 16, anchors: [8, 8, 20, 10], spread: 1 }],
    classes: 2,
    order: "ACHW",
    sizes: "exp",
    activated: null,
    classScores: "sigmoid",
  };
  /** The second anchor in column 2 of row 1: a quarter of a cell to the right, half of one down. */
  const values = [logit(0.25), 0, Math.log(1.5), Math.log(2), 3, -3, 2] as const;
  const box: Box = [2.25 * 16 - 15, 1.5 * 16 - 10, 30, 20];
  const cell = 6;
  type Order = typeof parameters.order;
  const placeOf = (order: Order, value: number): number => {
    if (order === "ACHW") return (7 + value) * 8 + cell;
    return (order === "AHWC" ? 8 + cell : cell * 2 + 1) * 7 + value;
  };
  const grid = (order: Order, list: readonly number[], shape = [1, 14, 2, 4]): CpuTensor =>
    tensor(
      "y",
      shape,
      Object.fromEntries(list.map((value, at) => [placeOf(order, at), value])),
      -9,
    );

  it.each(["ACHW", "AHWC", "HWAC"] as const)("adds the cell and the anchor, %s", (order) => {
    const found = decode([grid(order, values)], { ...parameters, order }, input, 0.5);
    expectOne(found, 1, sigmoid(3) * sigmoid(2), box);
  });

  it("reads sizes as squares, and centres half a cell beyond theirs", () => {
    const list = [0.25, 0.5, 0.5, 0.25, 0.9, 0.1, 0.8].map(logit);
    const found = decode([grid("ACHW", list)], { ...parameters, sizes: "square" }, input, 0.5);
    // 2 × 0.25 − 0.5 + 2 cells to the right; the anchor itself wide, a quarter of it high.
    expectOne(found, 1, 0.72, [2 * 16 - 10, 1.5 * 16 - 1.25, 20, 2.5]);
  });

  it("does not apply the logistic function twice", () => {
    const list = [0.25, 0.5, Math.log(1.5), Math.log(2), 0.9, 0.1, 0.8];
    const data = tensor("y", [1, 14, 2, 4], {});
    for (const [at, value] of list.entries()) data.data[placeOf("ACHW", at)] = value;
    expectOne(decode([data], parameters, input, 0.5), 1, 0.72, box);
  });

  it("lets centres reach beyond their cell, as YOLOv4 does", () => {
    const levels = [{ output: "y", stride: 16, anchors: [8, 8, 20, 10], spread: 1.2 }];
    const list = [logit(0.999_99), ...values.slice(1)];
    const [found] = decode([grid("ACHW", list)], { ...parameters, levels }, input, 0.5);
    expect((found?.box[0] ?? 0) + 15).toBeCloseTo((2 + 1.1) * 16, 1);
  });

  it("takes classes that exclude each other through softmax", () => {
    const found = decode(
      [grid("ACHW", values)],
      { ...parameters, classScores: "softmax" },
      input,
      0.5,
    );
    expectOne(found, 1, sigmoid(3) * sigmoid(5), box);
  });

  it("refuses a grid of another size", () => {
    const wrong = tensor("y", [1, 14, 4, 4], {});
    expect(() => decode([wrong], parameters, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("yolox of which only a run tells", () => {
  const { decode } = boxDecoders.yolox;
  const input = { width: 32, height: 16 };
  const parameters = { output: "y", classes: 2, strides: [8, 16], decoded: null };

  it("adds no grid where centres lie all over the input", () => {
    const y = tensor("y", [1, 10, 7], { 0: 24, 1: 8, 2: 4, 3: 6, 4: 1, 5: 0.9 });
    expectOne(decode([y], parameters, input, 0.5), 0, 0.9, [22, 5, 4, 6]);
  });

  it("adds the grid where they count from their cells", () => {
    const y = tensor("y", [1, 10, 7], { 63: 0.5, 64: 0.5, 67: 1, 68: 0.6 });
    expectOne(decode([y], parameters, input, 0.5), 0, 0.6, [16, 0, 16, 16]);
  });
});

describe("nanodet", () => {
  const { decode } = boxDecoders.nanodet;
  const input = { width: 32, height: 16 };
  const classes = 2;
  const bins = 8;
  const level = { scores: "y", distances: "y", stride: 8 };
  const parameters: DecoderParameters["nanodet"] = {
    levels: [level, { ...level, stride: 16 }],
    classes,
    bins,
    planes: false,
    distancesFirst: false,
    offset: 0,
  };
  const row = classes + 4 * bins;
  /** Bins that are told as surely as they can be: 1, 2, 3 and 4 strides. */
  const peaks = (start: number): Record<number, number> =>
    Object.fromEntries([1, 2, 3, 4].map((bin, side) => [start + side * bins + bin, 50]));

  it("reads the mean of each distribution, levels after each other in one output", () => {
    // The second cell of the coarse grid: ten rows, of which eight are fine.
    const at = 9 * row;
    const y = tensor("y", [1, 10, row], { [at + 1]: 0.8, ...peaks(at + classes) });
    expectOne(decode([y], parameters, input, 0.5), 1, 0.8, [16 - 16, 0 - 32, 64, 96]);
  });

  it("counts from the middle of cells where the network does", () => {
    const y = tensor("y", [1, 10, row], { 1: 0.8, ...peaks(classes) });
    const found = decode([y], { ...parameters, offset: 0.5 }, input, 0.5);
    expectOne(found, 1, 0.8, [4 - 8, 4 - 16, 32, 48]);
  });

  it("takes a flat distribution for its middle", () => {
    const y = tensor("y", [1, 10, row], { 1: 0.8 });
    expectOne(decode([y], parameters, input, 0.5), 1, 0.8, [-28, -28, 56, 56]);
  });

  it("reads planes of distances and then logits, as YOLOv8 leaves them", () => {
    const cells = 8;
    const values = tensor("y", [1, row, 2, 4], {}, -9);
    const cell = 5;
    values.data[(4 * bins + 1) * cells + cell] = 2;
    for (const [at, value] of Object.entries(peaks(0))) {
      values.data[Number(at) * cells + cell] = value;
    }
    const planes = {
      ...parameters,
      levels: [level],
      planes: true,
      distancesFirst: true,
      offset: 0.5,
    } as const;
    // Column 1 of row 1.
    expectOne(decode([values], planes, input, 0.5), 1, sigmoid(2), [12 - 8, 12 - 16, 32, 48]);
  });

  it("refuses outputs with too few cells", () => {
    expect(() => decode([tensor("y", [1, 9, row], {})], parameters, input, 0.5)).toThrow(
      /bad-card/,
    );
  });
});

describe("fastestdet", () => {
  const { decode } = boxDecoders.fastestdet;
  const input = { width: 64, height: 32 };
  const parameters = { output: "y", classes: 2 };

  it("weighs objectness over class, and reaches into neighbouring cells", () => {
    const cells = 8;
    const set = [0.9, Math.atanh(0.5), Math.atanh(-0.5), logit(0.25), logit(0.5), 0.2, 0.8];
    const y = tensor(
      "y",
      [1, 7, 2, 4],
      Object.fromEntries(set.map((value, at) => [at * cells + 6, value])),
    );
    // Column 2 of row 1, each cell 16 pixels.
    const [x, top] = [2.5 * 16, 0.5 * 16];
    expectOne(decode([y], parameters, input, 0.5), 1, 0.9 ** 0.6 * 0.8 ** 0.4, [
      x - 8,
      top - 8,
      16,
      16,
    ]);
  });

  it("refuses another number of classes", () => {
    expect(() => decode([tensor("y", [1, 8, 2, 4], {})], parameters, input, 0.5)).toThrow(
      /bad-card/,
    );
  });
});

describe("centernet", () => {
  const { decode } = boxDecoders.centernet;
  const input = { width: 32, height: 16 };
  const parameters: DecoderParameters["centernet"] = {
    heat: "h",
    size: "s",
    offset: "o",
    classes: 2,
    layout: "NCHW",
    scores: "probabilities",
  };
  const cells = 32;
  const cell = 8 + 5;

  it.each(["NCHW", "NHWC"] as const)("has boxes where a heat map peaks, %s", (layout) => {
    const flat = layout === "NHWC";
    const heatAt = (of: number): number => (flat ? of * 2 + 1 : cells + of);
    const pair = (a: number, b: number) =>
      flat ? { [cell * 2]: a, [cell * 2 + 1]: b } : { [cell]: a, [cells + cell]: b };
    const shape = (channels: number) => (flat ? [1, 4, 8, channels] : [1, channels, 4, 8]);
    const outputs = [
      // The neighbour on the right is on its slope.
      tensor("h", shape(2), { [heatAt(cell)]: 0.9, [heatAt(cell + 1)]: 0.8 }),
      tensor("s", shape(2), pair(2, 1)),
      tensor("o", shape(2), pair(0.25, 0.75)),
    ];
    expectOne(decode(outputs, { ...parameters, layout }, input, 0.5), 1, 0.9, [
      (5.25 - 1) * 4,
      (1.75 - 0.5) * 4,
      8,
      4,
    ]);
  });

  it("has them in the middle of a cell where nothing tells, and reads logits", () => {
    const outputs = [
      tensor("h", [1, 2, 4, 8], { [cell]: 1 }, -9),
      tensor("s", [1, 2, 4, 8], { [cell]: 2, [cells + cell]: 2 }),
    ];
    const logits = { ...parameters, offset: null, scores: "logits" } as const;
    expectOne(decode(outputs, logits, input, 0.5), 0, sigmoid(1), [18, 2, 8, 8]);
  });
});

describe("text-map", () => {
  it("finds lines, grown back to what was shrunk, in input pixels", () => {
    // A core of 20 × 4 pixels of a map half as large as the input.
    const map = tensor("m", [1, 1, 32, 64], {});
    for (let row = 10; row < 14; row += 1) {
      map.data.fill(0.9, row * 64 + 20, row * 64 + 40);
    }
    const [line, ...more] = boxDecoders["text-map"].decode(
      [map],
      { output: "m" },
      { width: 128, height: 64 },
      0.5,
    );
    expect(more).toEqual([]);
    expect(line?.score).toBeCloseTo(0.9, 5);
    // 20 · 4 · 1.5 ÷ 48 pixels more on each side of the map.
    expect(line?.box).toEqual([35, 15, 50, 18].map((side) => expect.closeTo(side, 3)));
    expect(line?.region?.rotation).toBeCloseTo(0, 6);
  });
});
