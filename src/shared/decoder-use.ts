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
  ultraface: "detect",
  yunet: "detect",
  blazeface: "detect",
  semantic: "segment",
  "person-mask": "segment",
  movenet: "pose",
  "heat-maps": "pose",
  simcc: "pose",
  image: "raw",
  raw: "raw",
};

const faceFinders: readonly DecoderId[] = ["ultraface", "yunet", "blazeface"];

/** The outputs that a decoder reads, by their names in the graph. */
export function outputsOfDecoder(decoder: CardDecoder): readonly string[] {
  switch (decoder.id) {
    case "classify":
    case "yolox":
    case "yolov8":
    case "yolo-pose":
    case "yolo-turned":
    case "semantic":
    case "person-mask":
    case "movenet":
    case "image":
      return [decoder.parameters.output];
    case "heat-maps": {
      const { output, offsets } = decoder.parameters;
      return [output, ...(offsets === null ? [] : [offsets])];
    }
    case "simcc":
      return [decoder.parameters.x, decoder.parameters.y];
    case "yolo-masks":
      return [decoder.parameters.output, decoder.parameters.prototypes];
    case "ssd-anchors":
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
    // Face finders know one thing, and their files hardly ever name it.
    labels: card.labels.length === 0 && faceFinders.includes(decoder.id) ? ["face"] : card.labels,
    outputs: outputsOfDecoder(decoder).map(
      (name) =>
        outputs.find((output) => output.name === name) ?? { name, shape: [], dtype: "float32" },
    ),
    ...(decoder.id === "classify" && {
      scores: decoder.parameters.scores === "logits" ? "softmax" : "none",
    }),
  };
}
