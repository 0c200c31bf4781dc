import { describe, expect, it } from "vitest";
import type { Box, CpuTensor, DecoderParameters } from "#shared";
import { boxDecoders } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { priorBoxes } from "./prior-boxes.ts";

function tensor(name: string, shape: readonly number[], set: Record<number, number>): CpuTensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (const [at, value] of Object.entries(set)) data[Number(at)] = value;
  return { place: "cpu", name, shape, dtype: "float32", data };
}

function expectOne(found: readonly FoundBox[], classId: number, score: number, box: Box): void {
  expect(found).toHaveLength(1);
  expect(found[0]?.classId).toBe(classId);
  expect(found[0]?.score).toBeCloseTo(score, 5);
  for (const side of [0, 1, 2, 3] as const) expect(found[0]?.box[side]).toBeCloseTo(box[side], 3);
}

describe("yolox", () => {
  // 32 × 16 pixels: strides 8 and 16 make grids of 4 × 2 and 2 × 1, rows of 5 + 2 values.
  const input = { width: 32, height: 16 };
  const parameters: DecoderParameters["yolox"] = {
    output: "y",
    classes: 2,
    strides: [8, 16],
    decoded: false,
  };
  const { decode } = boxDecoders.yolox;

  it("adds the grid, finest stride first and rows from the top", () => {
    const row = 6 * 7;
    const first = tensor("y", [1, 10, 7], {
      [row]: 0.5,
      [row + 1]: 0.25,
      [row + 2]: Math.log(2),
      [row + 4]: 0.9,
      [row + 6]: 0.8,
    });
    // The seventh cell: column 2 and row 1 of the fine grid.
    expectOne(decode([first], parameters, input, 0.5), 1, 0.72, [12, 6, 16, 8]);
    const last = tensor("y", [1, 10, 7], { 63: 0.5, 64: 0.5, 67: 1, 68: 0.6 });
    expectOne(decode([last], parameters, input, 0.5), 0, 0.6, [16, 0, 16, 16]);
  });

  it("takes boxes that are decoded already as pixels", () => {
    const y = tensor("y", [1, 3, 7], { 7: 20, 8: 8, 9: 4, 10: 6, 11: 0.8, 12: 1 });
    expectOne(decode([y], { ...parameters, decoded: true }, input, 0.5), 0, 0.8, [18, 5, 4, 6]);
  });

  it("passes over what its objectness or its class leaves below the smallest score", () => {
    const y = tensor("y", [1, 10, 7], { 4: 0.49, 5: 1, 11: 0.7, 12: 0.7 });
    expect(decode([y], parameters, input, 0.5)).toEqual([]);
  });

  it.each([
    ["another number of rows", tensor("y", [1, 9, 7], {})],
    ["another number of classes", tensor("y", [1, 10, 8], {})],
    ["another name", tensor("z", [1, 10, 7], {})],
  ])("refuses an output of %s", (_, y) => {
    expect(() => decode([y], parameters, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("yolov8", () => {
  const input = { width: 640, height: 320 };
  const parameters: DecoderParameters["yolov8"] = {
    output: "y",
    classes: 3,
    transposed: false,
    normalised: false,
    objectness: false,
    endToEnd: false,
    keyPoints: 0,
    masks: null,
    oriented: false,
  };
  const { decode } = boxDecoders.yolov8;
  const values = (list: readonly number[], boxes: number, box: number, transposed: boolean) =>
    tensor(
      "y",
      transposed ? [1, boxes, list.length] : [1, list.length, boxes],
      Object.fromEntries(
        list.map((value, at) => [transposed ? box * list.length + at : at * boxes + box, value]),
      ),
    );
  const pixels = [100, 60, 40, 20, 0.1, 0.2, 0.9] as const;
  const parts = [0.5, 0.5, 0.25, 0.5, 0.1, 0.2, 0.9] as const;

  it.each<[string, CpuTensor, Partial<typeof parameters>, number, Box]>([
    ["value by value", values(pixels, 5, 3, false), {}, 0.9, [80, 50, 40, 20]],
    ["box by box", values(pixels, 5, 3, true), { transposed: true }, 0.9, [80, 50, 40, 20]],
    ["as many boxes as values", values(pixels, 7, 6, false), {}, 0.9, [80, 50, 40, 20]],
    [
      "in parts of the sides",
      values(parts, 5, 1, false),
      { normalised: true },
      0.9,
      [240, 80, 160, 160],
    ],
    [
      "in parts, which only the answer tells",
      values(parts, 5, 1, false),
      { normalised: null },
      0.9,
      [240, 80, 160, 160],
    ],
    [
      "in pixels, which only the answer tells",
      values(pixels, 5, 1, false),
      { normalised: null },
      0.9,
      [80, 50, 40, 20],
    ],
    [
      "with an objectness",
      values([100, 60, 40, 20, 0.8, 0.1, 0.2, 0.9], 5, 2, true),
      { objectness: true, transposed: true },
      0.72,
      [80, 50, 40, 20],
    ],
    [
      "with key points and masks behind",
      values([...pixels, ...Array(3 + 4).fill(50)], 5, 2, false),
      { keyPoints: 1, masks: { coefficients: 4, prototypes: "p" } },
      0.9,
      [80, 50, 40, 20],
    ],
    [
      "turned by a quarter",
      values([...pixels, Math.PI / 2], 5, 2, false),
      { oriented: true },
      0.9,
      [90, 40, 20, 40],
    ],
  ])("reads boxes %s", (_, y, change, score, box) => {
    expectOne(decode([y], { ...parameters, ...change }, input, 0.5), 2, score, box);
  });

  it("reads corners that the graph has suppressed itself", () => {
    const y = tensor("y", [1, 4, 6], { 6: 10, 7: 20, 8: 110, 9: 70, 10: 0.8, 11: 2 });
    const end = { ...parameters, endToEnd: true, transposed: true };
    expectOne(decode([y], end, input, 0.5), 2, 0.8, [10, 20, 100, 50]);
    expectOne(decode([y], { ...end, normalised: null }, input, 0.5), 2, 0.8, [10, 20, 100, 50]);
    const small = tensor("y", [1, 1, 6], { 0: 0.25, 1: 0.5, 2: 0.5, 3: 1, 4: 0.8 });
    expectOne(
      decode([small], { ...end, normalised: null }, input, 0.5),
      0,
      0.8,
      [160, 160, 160, 160],
    );
  });

  it.each([
    ["lies the other way round", values(pixels, 5, 3, true)],
    ["holds more values", tensor("y", [1, 8, 5], {})],
  ])("refuses an output that %s", (_, y) => {
    expect(() => decode([y], parameters, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("ssd-anchors", () => {
  const input = { width: 300, height: 300 };
  const anchors = 1917;
  const parameters = { boxes: "b", scores: "s", anchors, classes: 3, background: true };
  const { decode } = boxDecoders["ssd-anchors"];
  const at = 1500;
  const [x, y, width, height] = priorBoxes(300, 300)[at] ?? [0, 0, 0, 0];
  const offsets = { [at * 4]: 10, [at * 4 + 1]: -5, [at * 4 + 2]: 5 * Math.log(2) };
  const box: Box = [
    (x - 0.5 * width) * 300 - (width * 300) / 2,
    (y + height) * 300 - height * 300,
    width * 300,
    height * 600,
  ];

  it("moves and scales the anchor, and never answers with the background", () => {
    const answers = [
      tensor("s", [1, anchors, 3], { [at * 3]: 0.9, [at * 3 + 2]: 0.6 }),
      tensor("b", [1, anchors, 4], offsets),
    ];
    expectOne(decode(answers, parameters, input, 0.5), 2, 0.6, box);
  });

  it("takes class 0 for a class where there is no background", () => {
    const answers = [
      tensor("s", [1, anchors, 3], { [at * 3]: 0.9 }),
      tensor("b", [1, anchors, 4], offsets),
    ];
    expectOne(decode(answers, { ...parameters, background: false }, input, 0.5), 0, 0.9, box);
  });

  it("tells logits by their values", () => {
    const logits = tensor("s", [1, anchors, 3], {});
    logits.data.fill(-9);
    logits.data[at * 3 + 1] = 3;
    const answers = [logits, tensor("b", [1, anchors, 4], offsets)];
    expectOne(decode(answers, parameters, input, 0.5), 1, 1 / (1 + Math.exp(-3)), box);
  });

  it("refuses anchors that its size does not make", () => {
    expect(() => decode([], { ...parameters, anchors: 2034 }, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("ssd-postprocessed", () => {
  const input = { width: 200, height: 100 };
  const parameters: DecoderParameters["ssd-postprocessed"] = {
    boxes: "b",
    classIds: "c",
    scores: "s",
    count: "n",
    firstClass: 0,
  };
  const answers = [
    tensor("n", [1], { 0: 2 }),
    tensor("s", [1, 3], { 0: 0.9, 1: 0.3, 2: 0.8 }),
    tensor("c", [1, 3], { 0: 17 }),
    tensor("b", [1, 3, 4], { 0: 0.1, 1: 0.2, 2: 0.6, 3: 0.7 }),
  ];
  const { decode } = boxDecoders["ssd-postprocessed"];

  it("reads as many rows as are meant, in whatever order the outputs come", () => {
    for (const order of [answers, [...answers].reverse()]) {
      expectOne(decode(order, parameters, input, 0.5), 17, 0.9, [40, 10, 100, 50]);
    }
  });

  it("reads every row where no count is given, and counts classes from where the graph does", () => {
    const found = decode(answers, { ...parameters, count: null }, input, 0.5);
    expect(found.map(({ score }) => Math.round(score * 10))).toEqual([9, 8]);
    const first = decode(answers, { ...parameters, firstClass: 1 }, input, 0.5);
    expectOne(first, 16, 0.9, [40, 10, 100, 50]);
  });

  it("does not believe a count beyond its rows", () => {
    const many = [tensor("n", [1], { 0: 1e9 }), ...answers.slice(1)];
    expect(decode(many, parameters, input, 0.5)).toHaveLength(2);
  });
});

describe("faces", () => {
  it("ultraface: reads the score of the second column and corners in parts", () => {
    const outputs = [
      tensor("s", [1, 3, 2], { 0: 0.99, 3: 0.9 }),
      tensor("b", [1, 3, 4], { 4: 0.25, 5: 0.5, 6: 0.5, 7: 1 }),
    ];
    const parameters = { boxes: "b", scores: "s" };
    const found = boxDecoders.ultraface.decode(
      outputs,
      parameters,
      { width: 320, height: 240 },
      0.5,
    );
    expectOne(found, 0, 0.9, [80, 120, 80, 120]);
  });

  it("yunet: the score is the geometric mean, the centre counts from its cell", () => {
    const level = { stride: 8, cls: "c", obj: "o", bbox: "b", kps: "k" };
    const outputs = [
      tensor("c", [1, 8, 1], { 6: 0.81 }),
      tensor("o", [1, 8, 1], { 6: 1.2 }),
      tensor("b", [1, 8, 4], { 24: 0.5, 25: 0.5, 27: Math.log(2) }),
    ];
    const found = boxDecoders.yunet.decode(
      outputs,
      { levels: [level] },
      { width: 32, height: 16 },
      0.5,
    );
    expectOne(found, 0, 0.9, [16, 4, 8, 16]);
  });

  it.each([
    ["one pair of outputs", [896]],
    ["a pair for each layer", [512, 384]],
  ])("blazeface: reads %s", (_, counts) => {
    const anchor = 600;
    const outputs: CpuTensor[] = [];
    const levels: { scores: string; boxes: string; anchors: number }[] = [];
    let first = 0;
    for (const count of counts) {
      const own = anchor - first;
      const isHere = own >= 0 && own < count;
      const scores = tensor(`s${first}`, [1, count, 1], {});
      scores.data.fill(-50);
      if (isHere) scores.data[own] = 2;
      const boxes = tensor(
        `b${first}`,
        [1, count, 16],
        isHere ? { [own * 16 + 2]: 30, [own * 16 + 3]: 40 } : {},
      );
      outputs.push(scores, boxes);
      levels.push({ scores: scores.name, boxes: boxes.name, anchors: count });
      first += count;
    }
    const found = boxDecoders.blazeface.decode(
      outputs,
      { levels, side: 128 },
      { width: 128, height: 128 },
      0.5,
    );
    // The anchor 88 of the coarse layer: six in a cell of 16 pixels, the cell 14, that is 6 and 1.
    expectOne(found, 0, 1 / (1 + Math.exp(-2)), [104 - 15, 24 - 20, 30, 40]);
  });

  it("blazeface: refuses a number of anchors that no face finder has", () => {
    const levels = [{ scores: "s", boxes: "b", anchors: 100 }];
    const decode = () =>
      boxDecoders.blazeface.decode([], { levels, side: 128 }, { width: 1, height: 1 }, 0.5);
    expect(decode).toThrow(/bad-card/);
  });
});

describe("prior boxes", () => {
  it.each([
    [300, 1917],
    [320, 2034],
  ])("of an input of %i pixels are %i", (side, count) => {
    expect(priorBoxes(side, side)).toHaveLength(count);
  });

  it("begin with the small boxes of the finest layer and end with the whole picture", () => {
    const all = priorBoxes(300, 300);
    expect(all[0]).toEqual([0.5 / 19, 0.5 / 19, 0.1, 0.1]);
    const [x = 0, y = 0, width = 0, height = 0] = all.at(-1) ?? [];
    expect([x, y]).toEqual([0.5, 0.5]);
    expect(width).toBeCloseTo(Math.sqrt(0.95), 6);
    expect(height).toBeCloseTo(Math.sqrt(0.95), 6);
  });
});
