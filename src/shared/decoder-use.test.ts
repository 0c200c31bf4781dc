import { describe, expect, it } from "vitest";
import type { CardDecoder } from "./card-decoder.ts";
import { decoderIds } from "./card-decoder.ts";
import { outputsOfDecoder, taskOfDecoder, withDecoder } from "./decoder-use.ts";
import { exampleCard } from "./example-card.ts";
import type { ModelCard } from "./model-card.ts";
import type { TensorSpec } from "./tensor.ts";

const card: ModelCard = {
  ...exampleCard,
  input: { ...exampleCard.input, layout: "NCHW" },
};
const outputs: readonly TensorSpec[] = ["b", "s", "n", "c"].map((name, index) => ({
  name,
  shape: [1, index + 1],
  dtype: "float32",
}));
const scores: CardDecoder = {
  id: "classify",
  parameters: { output: "s", classes: 2, scores: "logits", background: false },
};

describe("a card with another decoder", () => {
  it("names the outputs that are read, with their shapes, in the decoder's order", () => {
    const parameters = {
      boxes: "b",
      classIds: "c",
      scores: "s",
      count: "n",
      firstClass: 0,
    } as const;
    const changed = withDecoder(card, { id: "ssd-postprocessed", parameters }, outputs);
    expect(changed.task).toBe("detect");
    expect(changed.outputs.map(({ name, shape }) => [name, ...shape])).toEqual([
      ["b", 1, 1],
      ["c", 1, 4],
      ["s", 1, 2],
      ["n", 1, 3],
    ]);
  });

  it("turns logits of a classifier into scores, and forgets that with the next decoder", () => {
    const classifier = withDecoder(card, scores, outputs);
    expect(classifier).toMatchObject({ task: "classify", scores: "softmax" });
    const raw = withDecoder(classifier, { id: "raw", parameters: { outputs: ["n"] } }, outputs);
    expect(raw.task).toBe("raw");
    expect("scores" in raw).toBe(false);
  });

  it("reads an output that the file does not list", () => {
    const raw = withDecoder(card, { id: "raw", parameters: { outputs: ["hidden"] } }, outputs);
    expect(raw.outputs).toEqual([{ name: "hidden", shape: [], dtype: "float32" }]);
  });

  it("names what a face finder finds, unless the card names it already", () => {
    const faces: CardDecoder = { id: "ultraface", parameters: { boxes: "b", scores: "s" } };
    expect(withDecoder(card, faces, outputs).labels).toEqual(["face"]);
    expect(withDecoder({ ...card, labels: ["Gesicht"] }, faces, outputs).labels).toEqual([
      "Gesicht",
    ]);
    expect(withDecoder(card, scores, outputs).labels).toEqual([]);
  });

  it("reads every level, faces' points left out", () => {
    const level = { stride: 8, cls: "c", obj: "o", bbox: "b", kps: "k" };
    expect(outputsOfDecoder({ id: "yunet", parameters: { levels: [level] } })).toEqual([
      "c",
      "o",
      "b",
    ]);
  });

  it("has a task for every decoder", () => {
    for (const id of decoderIds) expect(taskOfDecoder[id]).toBeTypeOf("string");
  });
});
