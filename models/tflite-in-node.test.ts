import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packageFile } from "./package-file.ts";
import { prepareSlice } from "./prepare-slice.ts";
import { modelsFolder } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { inputOf, loadInNode } from "./run-in-node.ts";
import { openTflite } from "./tflite-in-node.ts";

/** Networks on a busy machine. */
const slowMs = 60_000;

async function ownTflite(card: string): Promise<Uint8Array> {
  const recipe = recipes.find((one) => one.card === card && one.variant === "tflite-fp16");
  const [file] = (await recipe?.prepare()) ?? [];
  if (!file) throw new Error(`${card} has no TFLite variant.`);
  return file.content;
}

describe("the reader of TFLite files", () => {
  it.each([
    // MediaPipe's own file of the network whose TF.js graph comes from others.
    [
      "handlandmark-lite",
      async () => readFileSync(packageFile("@mediapipe/hands", "hand_landmark_lite.tflite")),
    ],
    ["blazeface", () => ownTflite("blazeface")],
    ["facemesh", () => ownTflite("facemesh")],
  ])("answers as the TF.js graph of %s does", { timeout: slowMs }, async (card, read) => {
    const graph = await loadInNode(card, "wasm");
    const picture = gunzipSync(readFileSync(join(modelsFolder, "golden", `${card}.input.gz`)));
    const input = inputOf(graph.card.input, picture);
    const expected = await graph.run(input);
    const answers = openTflite(await read())(input);
    for (const { name, shape, data } of expected) {
      const answer = answers.find((one) => one.name === name);
      expect(answer?.shape).toEqual(shape);
      const largest = Math.max(1, ...Array.from(data, Math.abs));
      const apart = Array.from(data, (value, at) => Math.abs(value - (answer?.data[at] ?? NaN)));
      expect(Math.max(...apart) / largest).toBeLessThan(1e-5);
    }
  });

  it("names an operator that it does not know", async () => {
    // Its decoder is a custom one.
    const file = readFileSync(
      packageFile("@mediapipe/selfie_segmentation", "selfie_segmentation.tflite"),
    );
    const { card } = await loadInNode("blazeface", "wasm");
    const input = inputOf(card.input, new Uint8Array(256 * 256 * 3));
    expect(() => openTflite(file)(input)).toThrow(/The operator \w+ is not known/);
  });
});

describe("a slice of a packed file", () => {
  it("is not made of a file that ends before it", async () => {
    const slice = { start: 0, end: 1e9 };
    await expect(prepareSlice("flatbuffers", "package.json", slice, "a.tflite")).rejects.toThrow(
      /flatbuffers\/package\.json has \d+ bytes: a\.tflite is not in it/,
    );
  });
});
