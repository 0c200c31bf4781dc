import type { Page } from "@playwright/test";
import { examineModel, type ModelFile, openModelFiles, proposeUse, supportOf } from "#model-kit";
import {
  createRandom,
  damaged,
  onnxClassifier,
  tfjsGraph,
  tfjsLayers,
  tfliteClassifier,
} from "#model-kit/test-models";
import { AppError } from "#shared";
import { expect, test } from "./support/app.ts";
import { bring, letGo } from "./support/bring.ts";
import { colourClassifier } from "./support/tiny-onnx.ts";

const whole: readonly (readonly ModelFile[])[] = [
  onnxClassifier(),
  [tfliteClassifier("float")],
  tfjsGraph(),
  onnxClassifier({ layout: "NHWC", opset: 9 }),
  [tfliteClassifier("uint8")],
  tfjsLayers(),
  onnxClassifier({ quantized: "qdq" }),
  onnxClassifier({ quantized: "dynamic" }),
  onnxClassifier({ weights: "external" }),
];

/** Whether the doctor lets a model through to an engine. */
function survives(files: readonly ModelFile[]): boolean {
  try {
    const opened = openModelFiles(files);
    const report = examineModel(opened);
    return proposeUse(report, opened).input !== null && supportOf(report).some(({ ok }) => ok);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Damaged models that the doctor lets through, the same at every run. */
function* survivors(seed: number): Generator<readonly ModelFile[]> {
  const random = createRandom(seed);
  for (let at = 0; ; at += 1) {
    const files = damaged(whole[at % whole.length] ?? [], random);
    if (survives(files)) yield files;
  }
}

/** Brings damaged models one after the other; answers with how many ran. */
async function bringAll(page: Page, count: number, seed: number): Promise<number> {
  let ran = 0;
  const random = survivors(seed);
  for (let at = 0; at < count; at += 1) {
    const files = random.next().value as readonly ModelFile[];
    const { state, engines } = await bring(page, [...files]);
    expect(state, `survivor ${at} of seed ${seed} (${files[0]?.name})`).toBe("proposed");
    if (engines.some(({ ok }) => ok)) ran += 1;
    await letGo(page);
  }
  return ran;
}

for (const [count, seed, tag] of [
  [18, 1, ""],
  [300, 2, " @models"],
] as const) {
  test(`the app lives after each of ${count} damaged models that reach an engine${tag}`, async ({
    open,
  }) => {
    const { page } = await open({ query: "place=models" });
    const crashes: string[] = [];
    page.on("pageerror", ({ message }) => crashes.push(message));
    page.on("crash", () => crashes.push("the page"));
    const ran = await bringAll(page, count, seed);
    // Both happen, or the damage would say nothing about one of them.
    expect(ran).toBeGreaterThan(count / 4);
    expect(ran).toBeLessThan(count);
    expect(crashes).toEqual([]);
    const { engines } = await bring(page, [{ name: "good.onnx", bytes: colourClassifier() }]);
    expect(engines[0]).toMatchObject({ engine: "onnx", ok: true });
  });
}
