import { tfjsToOnnx, tfjsToTflite } from "#model-kit";
import type { PreparedFile } from "./prepare-tfjs.ts";
import { readCards } from "./read-cards.ts";

/**
 * Prepares another variant of a card whose model is a TF.js graph: the same weights, the card's input size,
 * and of the graph only what the card's outputs need.
 * @param format `onnx-halves`: ONNX that computes in halves
 * @param graph `model.json` and `weights.bin`, as `prepareTfjs` makes them
 */
export async function prepareConverted(
  cardId: string,
  format: "tflite" | "onnx" | "onnx-halves",
  graph: Promise<readonly PreparedFile[]>,
): Promise<readonly PreparedFile[]> {
  const card = readCards().find(({ name }) => name === cardId)?.card;
  if (!card) throw new Error(`There is no card ${cardId}.`);
  const files = new Map((await graph).map(({ name, content }) => [name, content]));
  const { name, width, height } = card.input;
  const source = {
    json: JSON.parse(Buffer.from(files.get("model.json") ?? []).toString()),
    files,
    wanted: {
      inputShapes: { [name]: [1, height, width, 3] },
      outputs: card.outputs.map((output) => output.name),
    },
    description: `${card.title}, converted from its TF.js graph`,
  };
  if (format === "tflite") return [{ name: "model.tflite", content: tfjsToTflite(source) }];
  const arithmetic = format === "onnx" ? "float32" : "float16";
  return [{ name: "model.onnx", content: tfjsToOnnx(source, arithmetic) }];
}
