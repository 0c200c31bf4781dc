import type { TuneCandidate } from "#protocol";
import type { ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";

/** A card for tests of candidates: of one pixel it makes one number, by ONNX alone. */
export const oneNumberCard: ModelCard = {
  ...exampleCard,
  id: "m",
  task: "detect",
  input: { ...exampleCard.input, name: "images", width: 1, height: 1 },
  outputs: [{ name: "out", shape: [1, 1], dtype: "float32" }],
  variants: [{ id: "onnx-fp32", format: "onnx", precision: "fp32", files: [] }],
};

/** The one way to run it. */
export const oneNumberCandidate: TuneCandidate = {
  model: "m",
  variant: "onnx-fp32",
  engine: "onnx",
  backend: "wasm",
  threads: 2,
};
