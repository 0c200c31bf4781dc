import { dirname } from "node:path";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { CpuTensor, InputSpec, ModelCard } from "#shared";
import { packageFile } from "./package-file.ts";
import { readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";

/** A model loaded in this Node process, for making golden vectors and for tests. */
export interface NodeModel {
  readonly card: ModelCard;
  /** Runs the model; the outputs come in the order in which they were asked for. */
  run(input: CpuTensor): Promise<readonly CpuTensor[]>;
}

/**
 * Loads the TF.js variant of a card, straight from its npm package.
 * @param backend `cpu` is plain JavaScript, slow and independent of the wasm kernels
 * @param outputNames instead of the outputs of the card, any nodes of the graph
 */
export async function loadInNode(
  cardId: string,
  backend: "cpu" | "wasm",
  outputNames?: readonly string[],
): Promise<NodeModel> {
  const card = readCards().find(({ name }) => name === cardId)?.card;
  const recipe = recipes.find(
    (one) => one.card === cardId && one.variant === card?.variants.find(isTfjs)?.id,
  );
  if (!card || !recipe) throw new Error(`${cardId} has no TF.js variant with a recipe.`);
  const files = new Map((await recipe.prepare()).map(({ name, content }) => [name, content]));
  const json = JSON.parse(Buffer.from(files.get("model.json") ?? []).toString());
  const weightData = Uint8Array.from(files.get("weights.bin") ?? []).buffer;
  setWasmPaths(`${dirname(packageFile("@tensorflow/tfjs-backend-wasm", "dist/index.js"))}/`);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend(backend);
  const model = await loadGraphModel({
    load: async () => ({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData }),
  });
  const names = [...(outputNames ?? card.outputs.map(({ name }) => name))];
  return {
    card,
    async run({ name, data, shape }) {
      const input = tf.tensor(data, [...shape], "float32");
      const outputs = [model.execute({ [name]: input }, names)].flat();
      const answers = outputs.map(async (output, index) => ({
        place: "cpu" as const,
        name: names[index] ?? "",
        shape: output.shape,
        dtype: "float32" as const,
        data: Float32Array.from(await output.data()),
      }));
      const answered = await Promise.all(answers);
      tf.dispose([input, ...outputs]);
      return answered;
    },
  };
}

function isTfjs({ format }: ModelCard["variants"][number]): boolean {
  return format === "tfjs";
}

/** The model input, `[1, H, W, 3]`, of RGB bytes `[H, W, 3]` that already have its size. */
export function inputOf(spec: InputSpec, bytes: Uint8Array): CpuTensor<"float32"> {
  const data = Float32Array.from(bytes, (byte, index) => {
    const channel = index % 3;
    return (byte - (spec.mean[channel] ?? 0)) / (spec.std[channel] ?? 1);
  });
  return {
    place: "cpu",
    name: spec.name,
    shape: [1, spec.height, spec.width, 3],
    dtype: "float32",
    data,
  };
}
