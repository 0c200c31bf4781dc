import { describe, expect, it } from "vitest";
import type { CardDecoder, CpuTensor, InputSpec } from "#shared";
import { exampleCard } from "#shared/example-card";
import { readBoxes } from "./read-boxes.ts";

const input: InputSpec = { ...exampleCard.input, width: 100, height: 100, layout: "NCHW" };
const corners: CardDecoder = {
  id: "ultraface",
  parameters: { boxes: "b", scores: "s" },
};

function answersOf(...faces: readonly (readonly [score: number, ...box: number[]])[]): CpuTensor[] {
  const make = (name: string, values: number[]): CpuTensor => ({
    place: "cpu",
    name,
    shape: [1, faces.length, values.length / faces.length],
    dtype: "float32",
    data: Float32Array.from(values),
  });
  return [
    make(
      "s",
      faces.flatMap(([score]) => [0, score]),
    ),
    make(
      "b",
      faces.flatMap(([, ...box]) => box),
    ),
  ];
}

const card = { input, outputs: [], decoder: corners };

describe("reading boxes by a card", () => {
  it("gives them best first and of doubles only the best", () => {
    const outputs = answersOf(
      [0.6, 0, 0, 0.5, 0.5],
      [0.9, 0.02, 0, 0.5, 0.5],
      [0.7, 0.5, 0.5, 1, 1],
    );
    expect(readBoxes(card, outputs, 0.5).map(({ score }) => Math.round(score * 10))).toEqual([
      9, 7,
    ]);
  });

  it.each([
    ["of no width", [0.9, 0.5, 0, 0.5, 0.5]],
    ["inside out", [0.9, 0.5, 0.5, 0, 0]],
    ["that are no numbers", [0.9, Number.NaN, 0, 0.5, 0.5]],
    ["without end", [0.9, 0, 0, Number.POSITIVE_INFINITY, 0.5]],
  ] as const)("leaves out boxes %s", (_, face) => {
    expect(readBoxes(card, answersOf(face), 0.5)).toEqual([]);
  });

  it.each<[string, CardDecoder]>([
    ["of no boxes", { id: "raw", parameters: { outputs: ["s"] } }],
    ["that the answer does not fit", { id: "ultraface", parameters: { boxes: "b", scores: "t" } }],
  ])("refuses a decoder %s", (_, decoder) => {
    const answers = answersOf([0.9, 0, 0, 1, 1]);
    expect(() => readBoxes({ ...card, decoder }, answers, 0.5)).toThrow(/bad-card/);
  });
});
