import { readFileSync } from "node:fs";
import { tfjsToOnnx, tfjsToTflite } from "#model-kit";
import { exampleGraphs } from "#model-kit/examples";
import { parseCard } from "#shared";
import { expect } from "./support/app.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";
import { test } from "./support/trial-page.ts";

/** Models that were converted from TF.js graphs, with real pictures that each of them reacts to. */
const converted: Readonly<Record<string, readonly string[]>> = {
  "centernet-512": ["coco_val2017/000000000785.jpg", "tflite-support/cats_and_dogs.jpg"],
  "movenet-lightning": ["coral/squat.bmp", "tfjs-models/pose.jpg"],
  blazeface: ["tfjs-models/portrait.jpg", "tfjs-models/three_people.jpg"],
  "handlandmark-lite": ["tfjs-models/hands.jpg"],
  facemesh: ["tfjs-models/portrait.jpg", "coral/grace_hopper.bmp"],
};

const engineOf = { tfjs: "tfjs", tflite: "litert", onnx: "onnx" } as const;

/** How far an output may be from that of TF.js: absolutely, or in parts of its largest value if above 1. */
const allowed = 1e-3;

function enginesOf(model: string): readonly string[] {
  const { variants } = parseCard(JSON.parse(readFileSync(`models/${model}.json`, "utf8")));
  return variants.map(({ format }) => engineOf[format]);
}

const converters = { litert: tfjsToTflite, onnx: tfjsToOnnx } as const;

for (const { name, json, files, input, data, outputs } of exampleGraphs) {
  test(`the example graph of ${name} answers alike on every engine`, async ({ openTrial }) => {
    const weights = Buffer.from(files.get("weights.bin") ?? []);
    const source = { json, files, description: name };
    const wanted = { inputShapes: { [input.name]: input.shape }, outputs };
    const trial = await openTrial({
      files: {
        "/trial/model.json": Buffer.from(JSON.stringify(json)),
        "/trial/weights.bin": weights,
        "/trial/litert": Buffer.from(converters.litert({ ...source, wanted })),
        "/trial/onnx": Buffer.from(converters.onnx({ ...source, wanted })),
      },
    });
    const given = { input, data: Array.from(data), outputs };
    const ofTfjs = { "model.json": "/trial/model.json", "weights.bin": "/trial/weights.bin" };
    const wish = await trial.ask("runFiles", { ...given, engine: "tfjs", files: ofTfjs });
    expect(wish).toHaveLength(outputs.length);
    for (const [engine, file] of [
      ["litert", "model.tflite"],
      ["onnx", "model.onnx"],
    ] as const) {
      const own = { [file]: `/trial/${engine}` };
      const answers = await trial.ask("runFiles", { ...given, engine, files: own });
      for (const [index, { shape, data: numbers }] of wish.entries()) {
        const where = `${engine}, ${outputs[index]}`;
        expect(answers[index]?.shape, where).toEqual(shape);
        const apart = numbers.map((value, at) =>
          Math.abs(value - (answers[index]?.data[at] ?? NaN)),
        );
        const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        expect(Math.max(...apart) / largest, where).toBeLessThan(1e-4);
      }
    }
  });
}

for (const [model, pictures] of Object.entries(converted)) {
  test(`${model} has a variant for TF.js and another engine, and all give its golden answer`, async ({
    openTrial,
  }) => {
    const others = enginesOf(model).filter((engine) => engine !== "tfjs");
    expect(others).not.toEqual([]);
    const trial = await openTrial();
    for (const engine of ["tfjs", ...others]) {
      const proof = await trial.ask("prove", { model, engine, backend: "wasm", as: engine });
      expect(proof, engine).toMatchObject({ ok: true });
      for (const { apart, largest } of await trial.ask("differences", ["tfjs", engine])) {
        expect(apart, engine).toBeLessThanOrEqual(allowed * Math.max(1, largest));
      }
    }
  });

  test(`${model} answers alike on every engine, on real pictures`, async ({ openTrial }) => {
    test.skip(!hasSharedData, noSharedData);
    const files = Object.fromEntries(
      pictures.map((path, index) => [
        `/trial/picture-${index}`,
        readFileSync(shared(`images/${path}`)),
      ]),
    );
    const trial = await openTrial({ files });
    for (const picture of Object.keys(files)) {
      await trial.ask("runPicture", {
        model,
        engine: "tfjs",
        backend: "wasm",
        picture,
        as: "tfjs",
      });
      for (const engine of enginesOf(model).filter((other) => other !== "tfjs")) {
        await trial.ask("runPicture", { model, engine, backend: "wasm", picture, as: engine });
        const differences = await trial.ask("differences", ["tfjs", engine]);
        expect(differences).not.toEqual([]);
        for (const { apart, largest } of differences) {
          expect(apart, `${engine}, ${picture}`).toBeLessThanOrEqual(
            allowed * Math.max(1, largest),
          );
        }
        const worst = differences.map(({ apart, largest }) => apart / Math.max(1, largest));
        const description = `${engine} ${Math.max(...worst)}`;
        test.info().annotations.push({ type: "apart", description });
      }
    }
  });
}
