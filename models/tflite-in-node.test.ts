import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { tfliteClassifier } from "#model-kit/test-models";
import { compareWithGolden, parseGoldenExpectation } from "#shared";
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

  // Its expected answer is another conversion's: a TF.js graph that is not shipped.
  it("answers to the golden vector of selfie-square", { timeout: slowMs }, async () => {
    const { card, run } = await loadInNode("selfie-square", "wasm");
    const { input, expected } = card.golden;
    const golden = (name: string): Buffer => readFileSync(join(modelsFolder, "golden", name));
    const answers = await run(inputOf(card.input, gunzipSync(golden(input.name))));
    const { outputs } = parseGoldenExpectation(JSON.parse(golden(expected.name).toString()));
    // The graph's halves were rounded by another converter.
    expect(compareWithGolden(answers, { outputs }, 0.001)).toMatchObject({ ok: true });
  });

  it("names an operator that it does not know", async () => {
    const { bytes } = tfliteClassifier("float", { openBatch: false, custom: "Foreign" });
    const { card } = await loadInNode("blazeface", "wasm");
    const input = inputOf({ ...card.input, width: 16, height: 16 }, new Uint8Array(16 * 16 * 3));
    expect(() => openTflite(bytes)(input)).toThrow("The operator Foreign is not known");
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
