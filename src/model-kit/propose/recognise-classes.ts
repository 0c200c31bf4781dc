import { type Facts, type Recognised, shapeText } from "./facts.ts";

/** More numbers than this are no classes. */
const mostClasses = 50_000;

/** One output with a number for each class. */
export function recogniseClasses(facts: Facts): Recognised | null {
  const { outputs, picture, labels } = facts;
  const [output] = outputs;
  if (!output || !picture || outputs.length !== 1 || output.shape === null) return null;
  const sizes = output.shape.slice(output.shape.length > 1 ? 1 : 0).filter((size) => size !== 1);
  const [classes] = sizes;
  if (sizes.length !== 1 || !classes || classes > mostClasses) return null;
  const softmax = facts.has("Softmax", "SOFTMAX", "LogSoftmax", "Sigmoid", "LOGISTIC");
  // Attention, which has softmax inside, says nothing about the end.
  const attention = facts.count("MatMul") + facts.count("BATCH_MATMUL") > 8;
  const bytes = output.quantization && output.quantization.scale <= 1 / 255 + 1e-6;
  const probabilities = bytes || (softmax && !attention);
  const background = classes === 1001 || /^(background|none)$/i.test(labels[0] ?? "");
  const stated = facts.metadata("task") === "classify";
  return {
    decoder: {
      id: "classify",
      parameters: {
        output: output.name,
        classes,
        scores: probabilities ? "probabilities" : "logits",
        background,
      },
    },
    // A few numbers may be anything: an age, an embedding, a position.
    confidence:
      stated || labels.length === classes ? 0.95 : [1000, 1001].includes(classes) ? 0.9 : 0.6,
    reasons: [
      stated
        ? { about: "decoder", code: "metadata", detail: "task: classify" }
        : { about: "decoder", code: "shape", detail: shapeText(output) },
    ],
  };
}
