import type { CardDecoder, DecoderId } from "./card-decoder.ts";
import type { ModelCard } from "./model-card.ts";
import type { TensorSpec } from "./tensor.ts";

/** The task that shows what a decoder reads, by its id. */
export const taskOfDecoder: Readonly<
  Record<DecoderId, "classify" | "detect" | "segment" | "pose" | "raw">
> = {
  classify: "classify",
  "ssd-anchors": "detect",
  "ssd-postprocessed": "detect",
  yolox: "detect",
  yolov8: "detect",
  "yolo-masks": "segment",
  "yolo-pose": "pose",
  "yolo-turned": "detect",
  "yolo-grids": "detect",
  "box-rows": "detect",
  "sorted-boxes": "detect",
  "box-list": "detect",
  detr: "detect",
  nanodet: "detect",
  fastestdet: "detect",
  centernet: "detect",
  "text-map": "detect",
  ultraface: "detect",
  yunet: "detect",
  blazeface: "detect",
  semantic: "segment",
  "person-mask": "segment",
  movenet: "pose",
  "heat-maps": "pose",
  simcc: "pose",
  embedding: "raw",
  image: "raw",
  raw: "raw",
};

/** What networks find that know one thing, which their files hardly ever name. */
const onlyLabels: Readonly<Partial<Record<DecoderId, readonly string[]>>> = {
  ultraface: ["face"],
  yunet: ["face"],
  blazeface: ["face"],
  "text-map": ["text"],
};

/** The outputs that a decoder reads, by their names in the graph. */
export function outputsOfDecoder(decoder: CardDecoder): readonly string[] {
  switch (decoder.id) {
    case "classify":
    case "yolox":
    case "yolov8":
    case "yolo-pose":
    case "yolo-turned":
    case "box-rows":
    case "fastestdet":
    case "text-map":
    case "semantic":
    case "person-mask":
    case "movenet":
    case "embedding":
    case "image":
      return [decoder.parameters.output];
    case "heat-maps": {
      const { output, offsets } = decoder.parameters;
      return [output, ...(offsets === null ? [] : [offsets])];
    }
    case "simcc":
      return [decoder.parameters.x, decoder.parameters.y];
    case "yolo-grids":
      return decoder.parameters.levels.map(({ output }) => output);
    case "sorted-boxes": {
      const { boxes, scores, labels } = decoder.parameters;
      return [boxes, labels, ...(scores === null ? [] : [scores])];
    }
    case "detr":
      return [decoder.parameters.boxes, decoder.parameters.logits];
    case "nanodet": {
      const { levels } = decoder.parameters;
      return [...new Set(levels.flatMap(({ scores, distances }) => [scores, distances]))];
    }
    case "centernet": {
      const { heat, size, offset } = decoder.parameters;
      return [heat, size, ...(offset === null ? [] : [offset])];
    }
    case "yolo-masks":
      return [decoder.parameters.output, decoder.parameters.prototypes];
    case "ssd-anchors":
    case "box-list":
    case "ultraface":
      return [decoder.parameters.boxes, decoder.parameters.scores];
    case "ssd-postprocessed": {
      const { boxes, classIds, scores, count } = decoder.parameters;
      return [boxes, classIds, scores, ...(count === null ? [] : [count])];
    }
    case "yunet":
      return decoder.parameters.levels.flatMap(({ cls, obj, bbox }) => [cls, obj, bbox]);
    case "blazeface":
      return decoder.parameters.levels.flatMap(({ scores, boxes }) => [scores, boxes]);
    case "raw":
      return decoder.parameters.outputs;
  }
}

/**
 * A card that reads its model in another way, and so serves another task.
 * @param outputs every output of the graph; one that is not among them is read as floats of any shape
 */
export function withDecoder(
  card: ModelCard,
  decoder: CardDecoder,
  outputs: readonly TensorSpec[],
): ModelCard {
  const { scores: _before, ...rest } = card;
  return {
    ...rest,
    task: taskOfDecoder[decoder.id],
    decoder,
    labels: card.labels.length === 0 ? (onlyLabels[decoder.id] ?? card.labels) : card.labels,
    outputs: outputsOfDecoder(decoder).map(
      (name) =>
        outputs.find((output) => output.name === name) ?? { name, shape: [], dtype: "float32" },
    ),
    ...(decoder.id === "classify" && {
      scores: decoder.parameters.scores === "logits" ? "softmax" : "none",
    }),
  };
}
