import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { decodeWeights } from "#model-kit/decode-weights";
import type { CpuTensor, InputSpec, ModelFormat, ProvedCard } from "#shared";
import { packageFile } from "./package-file.ts";
import { readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { openTflite } from "./tflite-in-node.ts";

/** A model loaded in this Node process, for making golden vectors and for tests. */
export interface NodeModel {
  readonly card: ProvedCard;
  /** Runs the model; the outputs come in the order in which they were asked for. */
  run(input: CpuTensor): Promise<readonly CpuTensor[]>;
}

/**
 * Loads the TF.js variant of a card, straight from its npm package; or, where there is none, its TFLite
 * variant, whose operators are then computed by TF.js one by one.
 * @param backend `cpu` is plain JavaScript, slow and independent of the wasm kernels
 * @param outputNames instead of the outputs of the card, any nodes of the graph
 */
export async function loadInNode(
  cardId: string,
  backend: "cpu" | "wasm",
  outputNames?: readonly string[],
): Promise<NodeModel> {
  const card = readCards().find(({ name }) => name === cardId)?.card;
  const variant = formats
    .map((format) => card?.variants.find((one) => one.format === format))
    .find((one) => one !== undefined);
  const recipe = recipes.find((one) => one.card === cardId && one.variant === variant?.id);
  if (!card || !recipe) throw new Error(`${cardId} has no TF.js or TFLite variant with a recipe.`);
  const files = new Map((await recipe.prepare()).map(({ name, content }) => [name, content]));
  setWasmPaths(`${dirname(packageFile("@tensorflow/tfjs-backend-wasm", "dist/index.js"))}/`);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend(backend);
  const names = [...(outputNames ?? card.outputs.map(({ name }) => name))];
  const tflite = files.get("model.tflite");
  const run = tflite ? runnerOfTflite(tflite, names) : await runnerOfGraph(card, files, names);
  return { card, run };
}

const formats = ["tfjs", "tflite"] as const satisfies readonly ModelFormat[];

function runnerOfTflite(content: Uint8Array, names: readonly string[]): NodeModel["run"] {
  const network = openTflite(content);
  return async (input) => {
    const outputs = network(input);
    return names.map((wanted) => {
      const output = outputs.find(({ name }) => name === wanted);
      if (!output) throw new Error(`The file has no output ${wanted}.`);
      return output;
    });
  };
}

async function runnerOfGraph(
  card: ProvedCard,
  files: ReadonlyMap<string, Uint8Array>,
  names: string[],
): Promise<NodeModel["run"]> {
  const json = JSON.parse(Buffer.from(files.get("model.json") ?? []).toString());
  const weightData = Uint8Array.from(files.get("weights.bin") ?? []).buffer;
  const model = await loadGraphModel({
    load: async () => ({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData }),
  });
  return async ({ name, data, shape }) => {
    const whole = card.input.dtype !== "float32";
    const input = whole
      ? tf.tensor(Int32Array.from(data), [...shape], "int32")
      : tf.tensor(data, [...shape], "float32");
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
  };
}

/**
 * Loads a TF.js graph from disk: its `model.json`, all weights in the one file that it names.
 * The network must have one input and one output.
 */
export async function loadGraphInNode(
  jsonPath: string,
  backend: "cpu",
): Promise<{ run(input: CpuTensor, names: readonly string[]): Promise<readonly CpuTensor[]> }> {
  const json = JSON.parse(await readFile(jsonPath, "utf8"));
  const weights = await readFile(join(dirname(jsonPath), json.weightsManifest[0].paths[0]));
  await tf.setBackend(backend);
  const model = await loadGraphModel({
    load: async () => ({
      ...json,
      weightSpecs: json.weightsManifest[0].weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  });
  return {
    async run({ data, shape }, [name = ""]) {
      const output = [model.predict(tf.tensor(data, [...shape], "float32"))].flat()[0];
      if (!(output instanceof tf.Tensor)) throw new Error(`${jsonPath} has not one output.`);
      const values = Float32Array.from(await output.data());
      return [{ place: "cpu", name, shape: output.shape, dtype: "float32", data: values }];
    },
  };
}

/** An ONNX model with one input and outputs of `float32`; `run` answers with the first of them. */
export interface NodeOnnx {
  run(input: CpuTensor): Promise<CpuTensor<"float32">>;
  runAll(input: CpuTensor): Promise<readonly CpuTensor<"float32">[]>;
}

/** Loads the ONNX variant of a card as the app does: as it is served, its 8-bit weights decoded. */
export async function loadCardOnnx(
  cardId: string,
): Promise<NodeOnnx & { readonly card: ProvedCard }> {
  const card = readCards().find(({ name }) => name === cardId)?.card;
  const variant = card?.variants.find(({ format }) => format === "onnx");
  const recipe = recipes.find((one) => one.card === cardId && one.variant === variant?.id);
  const [file] = (await recipe?.prepare()) ?? [];
  if (!card || !file) throw new Error(`${cardId} has no ONNX variant with a recipe.`);
  const { name, content } = file;
  return { card, ...(await loadOnnxInNode(decodeWeights({ name, bytes: content }))) };
}

/**
 * Loads an ONNX file, by its path or its bytes, on ONNX Runtime's wasm build. Its code is fetched only here:
 * most tests run no ONNX model.
 */
export async function loadOnnxInNode(model: string | Uint8Array): Promise<NodeOnnx> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(
    typeof model === "string" ? await readFile(model) : model,
    {
      executionProviders: ["wasm"],
      logSeverityLevel: 3,
    },
  );
  const runAll = async ({ data, shape }: CpuTensor): Promise<readonly CpuTensor<"float32">[]> => {
    const [port] = session.inputMetadata;
    const whole = port?.isTensor === true && port.type === "int32";
    const tensor = whole
      ? new ort.Tensor("int32", Int32Array.from(data), [...shape])
      : new ort.Tensor("float32", Float32Array.from(data), [...shape]);
    const answers = await session.run({ [session.inputNames[0] ?? ""]: tensor });
    return Object.entries(answers).map(([name, output]) => ({
      place: "cpu",
      name,
      shape: output.dims,
      dtype: "float32",
      data: Float32Array.from(output.data as Float32Array),
    }));
  };
  return {
    runAll,
    async run(input) {
      const [first] = await runAll(input);
      if (!first) throw new Error("the model has no output");
      return first;
    },
  };
}

/** The model input of RGB bytes `[H, W, 3]` that already have its size; `[1, H, W, 3]` or `[1, 3, H, W]`. */
export function inputOf(spec: InputSpec, bytes: Uint8Array): CpuTensor<"float32"> {
  const { name, width, height, layout, channels, mean, std } = spec;
  const planes = layout === "NCHW";
  const pixels = width * height;
  const data = Float32Array.from({ length: pixels * 3 }, (_, index) => {
    const channel = planes ? Math.floor(index / pixels) : index % 3;
    const pixel = planes ? index % pixels : Math.floor(index / 3);
    const byte = bytes[pixel * 3 + (channels === "BGR" ? 2 - channel : channel)] ?? 0;
    return (byte - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
  const shape = planes ? [1, 3, height, width] : [1, height, width, 3];
  return { place: "cpu", name, shape, dtype: "float32", data };
}
