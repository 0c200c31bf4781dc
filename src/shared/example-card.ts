import type { ModelCard } from "./model-card.ts";

/** A card that tests change to what they are about: it sees 8 × 8 pixels, and has neither files nor outputs. */
export const exampleCard: ModelCard = {
  id: "any",
  task: "raw",
  title: "Any",
  licence: "ours",
  source: "here",
  input: {
    name: "x",
    width: 8,
    height: 8,
    layout: "NHWC",
    dtype: "float32",
    channels: "RGB",
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fit: "stretch",
    padByte: 0,
  },
  outputs: [],
  labels: [],
  variants: [],
  accuracy: [],
};
