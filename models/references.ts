import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CpuTensor, ModelCard } from "#shared";
import { modelsFolder } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { loadGraphInNode, loadInNode } from "./run-in-node.ts";

/**
 * TF.js's backend in plain JavaScript: no wasm, no GPU, no kernel shared with an engine of the app. TFLite
 * files are read operator by operator, by a reader of their own.
 */
export async function answerWithTfjs(
  card: ModelCard,
  input: CpuTensor,
): Promise<readonly CpuTensor[]> {
  return (await loadInNode(card.id, "cpu")).run(input);
}

/**
 * The same network as a TF.js graph, which others converted; `GRAPH` names its `model.json`.
 * @throws Error when it names none
 */
export async function answerWithGraph(
  card: ModelCard,
  input: CpuTensor,
): Promise<readonly CpuTensor[]> {
  const path = process.env.GRAPH;
  if (path === undefined) throw new Error("Set GRAPH to the model.json of a TF.js graph.");
  const model = await loadGraphInNode(path, "cpu");
  return model.run(
    input,
    card.outputs.map(({ name }) => name),
  );
}

/**
 * Native ONNX Runtime through Python: another build of the same project, with other kernels; with the weights
 * as they were before any rounding.
 * @throws Error when python3 or its package onnxruntime is missing
 */
export async function answerWithOnnx(
  card: ModelCard,
  input: CpuTensor,
): Promise<readonly CpuTensor[]> {
  const variant = card.variants.find(({ format }) => format === "onnx");
  const recipe = recipes.find((one) => one.card === card.id && one.variant === variant?.id);
  const model = (await (recipe?.original ?? recipe?.prepare)?.())?.[0];
  if (!model) throw new Error(`${card.id} has no ONNX variant with a recipe.`);
  const folder = await mkdtemp(join(tmpdir(), "localens-golden-"));
  try {
    const [modelFile, inputFile] = [join(folder, "model.onnx"), join(folder, "input")];
    await writeFile(modelFile, model.content);
    await writeFile(inputFile, Uint8Array.from(new Uint8Array(input.data.buffer)));
    const answers: CpuTensor[] = [];
    for (const { name, shape } of card.outputs) {
      const { stdout } = await promisify(execFile)(
        process.env.PYTHON ?? "python3",
        [join(modelsFolder, "reference-onnx.py"), modelFile, inputFile, input.shape.join(), name],
        { encoding: "buffer", maxBuffer: 2 ** 28 },
      );
      const data = new Float32Array(Uint8Array.from(stdout).buffer);
      answers.push({ place: "cpu", name, shape, dtype: "float32", data });
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true });
  }
}
