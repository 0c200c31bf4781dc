import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjsToOnnx } from "./convert-tfjs.ts";
import type { ExampleGraph } from "./example-builder.ts";
import { exampleGraphs } from "./example-graphs.ts";

/** Starting two runtimes takes its time on a busy machine. */
const slowMs = 60_000;

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  await tf.setBackend("cpu");
});

async function answersOfTfjs({ json, files, input, data, outputs }: ExampleGraph) {
  const { weightsManifest, ...model } = json as { weightsManifest: { weights: [] }[] };
  const graph = await loadGraphModel({
    load: async () => ({
      ...model,
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(files.get("weights.bin") ?? []).buffer,
    }),
  });
  const tensors = [
    graph.execute({ [input.name]: tf.tensor(data, [...input.shape]) }, [...outputs]),
  ].flat();
  return tensors.map((tensor) => ({ shape: tensor.shape, data: tensor.dataSync() }));
}

describe.each(exampleGraphs)("the example of $name", { timeout: slowMs }, (example) => {
  it("answers as ONNX what it answers as TF.js", async () => {
    const { json, files, input, data, outputs } = example;
    const wanted = { inputShapes: { [input.name]: input.shape }, outputs };
    const file = tfjsToOnnx({ json, files, wanted, description: "an example" });
    const session = await ort.InferenceSession.create(file, { executionProviders: ["wasm"] });
    const answers = await session.run({ x: new ort.Tensor("float32", data, [...input.shape]) });
    expect(session.outputNames).toEqual(outputs);
    for (const [index, wish] of (await answersOfTfjs(example)).entries()) {
      const answer = answers[outputs[index] ?? ""];
      expect([index, ...(answer?.dims ?? [])]).toEqual([index, ...wish.shape]);
      for (const [at, value] of wish.data.entries()) {
        expect(answer?.data[at], `${outputs[index]}, ${at}`).toBeCloseTo(value, 4);
      }
    }
  });
});
