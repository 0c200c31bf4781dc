import { describe, expect, it } from "vitest";
import type { CpuTensor, DecoderParameters } from "#shared";
import { boxDecoders } from "./box-decoder.ts";

const input = { width: 200, height: 100 };

function tensor(name: string, shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name, shape, dtype: "float32", data: Float32Array.from(values) };
}
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 3));
const found = (classId: number, score: number, box: readonly number[]) => ({
  classId,
  score: expect.closeTo(score, 4),
  box: near(box),
});

describe("box-rows", () => {
  const { decode } = boxDecoders["box-rows"];
  const yolov7 = { output: "y", values: 7, box: 1, classId: 5, score: 6, normalised: null };
  const paddle = { output: "y", values: 6, classId: 0, score: 1, box: 2, normalised: null };

  it.each<[string, DecoderParameters["box-rows"], CpuTensor]>([
    ["YOLOv7", yolov7, tensor("y", [2, 7], [0, 10, 20, 60, 80, 3, 0.9, 0, 1, 1, 2, 2, 4, 0.2])],
    [
      "PaddleDetection",
      paddle,
      tensor("y", [3, 6], [3, 0.9, 10, 20, 60, 80, 4, 0.2, 1, 1, 2, 2, -1, 0.8, 0, 0, 5, 5]),
    ],
  ])("reads the rows of %s", (_, parameters, y) => {
    expect(decode([y], parameters, input, 0.5)).toEqual([found(3, 0.9, [10, 20, 50, 60])]);
  });

  it("tells parts of the sides by their size", () => {
    const y = tensor("y", [1, 7], [0, 0.1, 0.2, 0.6, 0.8, 3, 0.9]);
    expect(decode([y], yolov7, input, 0.5)).toEqual([found(3, 0.9, [20, 20, 100, 60])]);
  });

  it("finds nothing in a list that is empty", () => {
    expect(decode([tensor("y", [0, 7], [])], yolov7, input, 0.5)).toEqual([]);
  });

  it("refuses rows of another length", () => {
    expect(() => decode([tensor("y", [1, 6], Array(6).fill(1))], yolov7, input, 0.5)).toThrow(
      /bad-card/,
    );
  });
});

describe("sorted-boxes", () => {
  const { decode } = boxDecoders["sorted-boxes"];
  const parameters = {
    boxes: "b",
    scores: "s",
    labels: "l",
    normalised: null,
    firstClass: 0,
  } as const;
  const labels = tensor("l", [1, 2], [7, 8]);

  it("reads boxes, labels and scores that belong together, in whatever order they come", () => {
    const outputs = [
      labels,
      tensor("s", [1, 2], [0.4, 0.9]),
      tensor("b", [1, 2, 4], [0, 0, 5, 5, 10, 20, 60, 80]),
    ];
    expect(decode(outputs, parameters, input, 0.5)).toEqual([found(8, 0.9, [10, 20, 50, 60])]);
  });

  it("reads scores behind the boxes, and counts classes from where the network does", () => {
    const dets = tensor("b", [1, 2, 5], [0, 0, 5, 5, 0.4, 10, 20, 60, 80, 0.9]);
    const joined = { ...parameters, scores: null, firstClass: 1 } as const;
    expect(decode([dets, labels], joined, input, 0.5)).toEqual([found(7, 0.9, [10, 20, 50, 60])]);
  });

  it("finds nothing where nothing is left", () => {
    const none = [tensor("l", [0], []), tensor("s", [0], []), tensor("b", [0, 4], [])];
    expect(decode(none, parameters, input, 0.5)).toEqual([]);
  });

  it("refuses fewer labels than boxes", () => {
    const outputs = [
      labels,
      tensor("s", [1, 3], [1, 1, 1]),
      tensor("b", [1, 3, 4], Array(12).fill(1)),
    ];
    expect(() => decode(outputs, parameters, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("box-list", () => {
  const { decode } = boxDecoders["box-list"];
  const parameters: DecoderParameters["box-list"] = {
    boxes: "b",
    scores: "s",
    classes: 3,
    corners: "xyxy",
    normalised: null,
    transposed: false,
    background: false,
  };
  const boxes = tensor("b", [1, 2, 4], [0, 0, 5, 5, 10, 20, 60, 80]);

  it.each<[string, readonly CpuTensor[], Partial<typeof parameters>, number, number]>([
    ["box by box", [boxes, tensor("s", [1, 2, 3], [0.1, 0.2, 0.3, 0.2, 0.9, 0.1])], {}, 1, 0.9],
    [
      "class by class",
      [boxes, tensor("s", [1, 3, 2], [0.1, 0.2, 0.2, 0.9, 0.3, 0.1])],
      { transposed: true },
      1,
      0.9,
    ],
    [
      "as logits, each class for itself",
      [boxes, tensor("s", [1, 2, 3], [-9, -9, -9, -1, 2, -9])],
      {},
      1,
      1 / (1 + Math.exp(-2)),
    ],
    [
      "as logits of which one is nothing",
      [boxes, tensor("s", [1, 2, 3], [9, 0, 0, 0, 2, 0])],
      { background: true },
      1,
      Math.exp(2) / (Math.exp(2) + 2),
    ],
  ])("reads scores %s", (_, outputs, change, classId, score) => {
    expect(decode(outputs, { ...parameters, ...change }, input, 0.5)).toEqual([
      found(classId, score, [10, 20, 50, 60]),
    ]);
  });

  it.each([
    ["yxyx", [20, 10, 80, 60], [10, 20, 50, 60]],
    ["cxcywh", [35, 50, 50, 60], [10, 20, 50, 60]],
  ] as const)("reads boxes as %s", (corners, numbers, box) => {
    const one = [tensor("b", [1, 1, 1, 4], numbers), tensor("s", [1, 1, 3], [0, 0, 0.8])];
    expect(decode(one, { ...parameters, corners }, input, 0.5)).toEqual([found(2, 0.8, box)]);
  });

  it("never answers with the background", () => {
    const scores = tensor("s", [1, 2, 3], [1, 0, 0, 0.9, 0.1, 0]);
    expect(decode([boxes, scores], { ...parameters, background: true }, input, 0.5)).toEqual([]);
  });

  it("refuses scores for another number of boxes", () => {
    const scores = tensor("s", [1, 3, 3], Array(9).fill(0));
    expect(() => decode([boxes, scores], parameters, input, 0.5)).toThrow(/bad-card/);
  });
});

describe("detr", () => {
  const { decode } = boxDecoders.detr;
  const parameters = { boxes: "b", logits: "l", classes: 2, activation: "softmax" } as const;
  const boxes = tensor("b", [1, 2, 4], [0.5, 0.5, 0.5, 0.5, 0.25, 0.5, 0.1, 0.2]);

  it("has nothing as its last class", () => {
    const logits = tensor("l", [1, 2, 3], [0, 0, 9, 1, 5, 1]);
    expect(decode([logits, boxes], parameters, input, 0.5)).toEqual([
      found(1, Math.exp(4) / (Math.exp(4) + 2), [40, 40, 20, 20]),
    ]);
  });

  it("has each class for itself where it was trained so", () => {
    const logits = tensor("l", [1, 2, 2], [-5, -5, 0, 2]);
    const sigmoid = { ...parameters, activation: "sigmoid" } as const;
    expect(decode([logits, boxes], sigmoid, input, 0.6)).toEqual([
      found(1, 1 / (1 + Math.exp(-2)), [40, 40, 20, 20]),
    ]);
  });

  it("refuses logits of another number of classes", () => {
    const logits = tensor("l", [1, 2, 2], [0, 0, 0, 0]);
    expect(() => decode([logits, boxes], parameters, input, 0.5)).toThrow(/bad-card/);
  });
});
