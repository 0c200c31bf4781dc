import type { PortReport } from "../report.ts";
import { type Facts, type Recognised, shapeText } from "./facts.ts";

/** More numbers than this are no classes. */
const mostClasses = 50_000;

/** Sizes that networks give directions, and few give classes. */
const embeddingSizes: ReadonlySet<number> = new Set([
  128, 192, 256, 320, 384, 512, 640, 768, 1024, 1152, 1280, 1536, 2048,
]);
const embeddingNames =
  /embed|feature|\bfeat|descriptor|re-?id|arcface|facenet|clip|dino|siglip|pool/i;

/** One output with a number for each class. */
export function recogniseClasses(facts: Facts): Recognised | null {
  const { outputs, picture, labels } = facts;
  const [output] = outputs;
  if (!output || !picture || outputs.length !== 1 || output.shape === null) return null;
  const sizes = output.shape.slice(output.shape.length > 1 ? 1 : 0).filter((size) => size !== 1);
  const [classes] = sizes;
  if (sizes.length !== 1 || !classes || classes > mostClasses) return null;
  const embedding = embeddingOf(facts, output, classes);
  if (embedding) return embedding;
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

/** One direction for the whole picture, told by its length or by a name; labels and scores tell otherwise. */
function embeddingOf(
  { labels, report, metadata, has }: Facts,
  output: PortReport,
  size: number,
): Recognised | null {
  if (labels.length > 0 || metadata("task") === "classify" || output.quantization) return null;
  const ends = has("LpNormalization", "L2_NORMALIZATION");
  const named = embeddingNames.test(`${output.name} ${report.title}`);
  if (size < 16 || (!ends && !named && !embeddingSizes.has(size))) return null;
  const isSure = ends || named;
  // Scores of a thousand classes are pooled, too.
  if (!isSure && has("Softmax", "SOFTMAX", "LogSoftmax", "Sigmoid", "LOGISTIC")) return null;
  return {
    decoder: { id: "embedding", parameters: { output: output.name, size } },
    confidence: isSure ? 0.85 : 0.55,
    reasons: [
      named
        ? { about: "decoder", code: "name", detail: output.name }
        : { about: "decoder", code: "shape", detail: shapeText(output) },
    ],
  };
}
