// Makes the golden vector of the object detector: `npx tsx models/golden.ts`, then
// `npm run models -- --pin`. A maintainer's script: slow, and never part of a build.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import type { CpuTensor, ModelCard } from "#shared";
import "@tensorflow/tfjs-backend-cpu";
import { drawGoldenFrame } from "./golden-frame.ts";
import { modelsFolder, readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { sampleOutput } from "./sample-output.ts";

/** The moment of the sample at which the most kinds of things are well in view. */
const goldenTimeMs = 0;
const sampledElements = 256;

/** Runs the card's TF.js variant in plain JavaScript: no wasm, no GPU, nothing shared with them. */
async function answer(card: ModelCard, bytes: Uint8Array): Promise<readonly CpuTensor[]> {
  const recipe = recipes.find(({ card: id }) => id === card.id);
  const files = new Map((await recipe?.prepare())?.map(({ name, content }) => [name, content]));
  const json = JSON.parse(Buffer.from(files.get("model.json") ?? []).toString());
  const weightData = Uint8Array.from(files.get("weights.bin") ?? []).buffer;
  await tf.setBackend("cpu");
  const model = await loadGraphModel({
    load: async () => ({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData }),
  });
  const { name, height, width, mean, std } = card.input;
  const values = Float32Array.from(bytes, (byte, index) => {
    const channel = index % 3;
    return (byte - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
  const names = card.outputs.map((output) => output.name);
  const outputs = model.execute({ [name]: tf.tensor(values, [1, height, width, 3]) }, names);
  return Promise.all(
    (Array.isArray(outputs) ? outputs : [outputs]).map(async (output, index) => ({
      place: "cpu" as const,
      name: names[index] ?? "",
      shape: output.shape,
      dtype: "float32" as const,
      data: Float32Array.from(await output.data()),
    })),
  );
}

const card = readCards().find(({ name }) => name === "centernet-512")?.card;
if (!card) throw new Error("models/centernet-512.json is missing");
const inputFile = join(modelsFolder, "golden", card.golden.input.name);
// `--same-frame` answers again for the frame that is there, for a new network or tolerance.
const frame = process.argv.includes("--same-frame")
  ? gunzipSync(await readFile(inputFile))
  : await drawGoldenFrame(card.input.width, goldenTimeMs);
const outputs = (await answer(card, frame)).map((output) => sampleOutput(output, sampledElements));
// zlib writes no time and no name into the gzip header, so equal frames give equal files.
await writeFile(inputFile, gzipSync(frame, { level: 9 }));
await writeFile(
  join(modelsFolder, "golden", card.golden.expected.name),
  `${JSON.stringify({ outputs })}\n`,
);
for (const { name, values } of outputs) console.log(name, "largest", Math.max(...values));
