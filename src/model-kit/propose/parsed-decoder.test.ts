import { describe, expect, it } from "vitest";
import { type CardDecoder, parseBroughtCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import { onnxWithPorts } from "../test-models/onnx-models.ts";
import { proposeUse } from "./propose-use.ts";

type Sizes = Readonly<Record<string, readonly (number | string)[]>>;

const card = { ...exampleCard, input: { ...exampleCard.input, layout: "NCHW" } };

function proposed(input: readonly number[], outputs: Sizes, opType = "Sigmoid"): CardDecoder {
  const opened = openModelFiles([onnxWithPorts({ images: input }, outputs, { opType })]);
  return proposeUse(examineModel(opened), opened).decoder;
}

const square = [1, 3, 640, 640];

/** A proposal of each kind. */
const decoders: readonly CardDecoder[] = [
  proposed([1, 3, 224, 224], { o: [1, 1000] }),
  proposed([1, 300, 300, 3], { b: [1, 1917, 4], s: [1, 1917, 91] }),
  proposed([1, 300, 300, 3], {
    detection_boxes: [1, 100, 4],
    detection_classes: [1, 100],
    detection_scores: [1, 100],
  }),
  proposed(square, { o: [1, 8400, 85] }),
  proposed(square, { o: [1, 84, 8400] }),
  proposed(square, { o: [1, 116, 8400], p: [1, 32, 160, 160] }),
  proposed(square, { o: [1, 56, 8400] }),
  proposed(square, { o: [1, 300, 7] }),
  proposed(square, { a: [1, 255, 80, 80], b: [1, 255, 40, 40], c: [1, 255, 20, 20] }),
  proposed(square, { o: ["n", 7] }),
  proposed(square, { boxes: ["n", 4], labels: ["n"], scores: ["n"] }),
  proposed(square, { b: [1, 8400, 4], s: [1, 8400, 80] }),
  proposed(square, { logits: [1, 100, 92], pred_boxes: [1, 100, 4] }),
  proposed([1, 3, 416, 416], { output: [1, 3598, 112] }),
  proposed([1, 3, 352, 352], { output: [1, 85, 22, 22] }),
  proposed([1, 3, 512, 512], { hm: [1, 80, 128, 128], wh: [1, 2, 128, 128] }),
  proposed([1, 3, 640, 640], { dbnet_text_det: [1, 1, 640, 640] }),
  proposed(square, { o: [1, 19, 160, 160] }),
  proposed([1, 256, 256, 3], { mask: [1, 256, 256, 1] }),
  proposed([1, 3, 480, 640], { s: [1, 17_640, 2], b: [1, 17_640, 4] }),
  proposed([1, 256, 256, 3], { o: [1, 6, 56] }),
  proposed([1, 3, 256, 192], { o: [1, 17, 64, 48] }),
  proposed([1, 3, 256, 192], { simcc_x: [1, 17, 384], simcc_y: [1, 17, 512] }),
  proposed([1, 3, 112, 112], { embedding: [1, 512] }),
  proposed([1, 3, 128, 128], { o: [1, 3, 512, 512] }),
  proposed(square, { a: [1, 7], b: [1, 9, 3] }),
];

describe("a proposal written down as a card", () => {
  it.each(decoders.map((decoder) => [decoder.id, decoder] as const))(
    "is read back: %s",
    (_, decoder) => {
      expect(parseBroughtCard({ ...card, decoder }).decoder).toEqual(decoder);
    },
  );

  it("is of another kind each time", () => {
    const ids = decoders.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(26);
  });
});
