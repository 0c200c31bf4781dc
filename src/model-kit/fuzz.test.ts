import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { examineModel } from "./examine-model.ts";
import { openModelFiles } from "./open/open-model-files.ts";
import { proposeUse } from "./propose/propose-use.ts";
import { repairModel } from "./repair/repair-model.ts";
import type { ModelFile, RepairId } from "./report.ts";
import { supportOf } from "./support/support-of.ts";
import { createRandom, damaged } from "./test-models/damaged.ts";
import { nestedOnnx, onnxClassifier } from "./test-models/onnx-models.ts";
import { tfjsGraph, tfjsLayers } from "./test-models/tfjs-models.ts";
import { tfliteClassifier } from "./test-models/tflite-models.ts";

const filesPerFormat = 5_000;
const mostMegabytes = 256;

const repairs: readonly RepairId[] = [
  "float-weights",
  "fixed-size",
  "float-ports",
  "drop-zero-points",
];

/** How far a set of files came; whatever is neither a report nor an `AppError` is thrown on. */
function examineAll(files: readonly ModelFile[], tried = repairs): "reported" | "refused" {
  try {
    const opened = openModelFiles(files);
    const report = examineModel(opened);
    supportOf(report);
    proposeUse(report, opened);
    JSON.stringify(report);
    for (const repair of tried) {
      try {
        repairModel(opened, repair);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
    return "reported";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("model-refused");
    return "refused";
  }
}

function fuzz(bases: readonly (readonly ModelFile[])[], count: number, seed: number) {
  const random = createRandom(seed);
  const peakBefore = process.resourceUsage().maxRSS;
  const seen = { reported: 0, refused: 0 };
  for (let index = 0; index < count; index += 1) {
    const base = bases[index % bases.length] ?? [];
    const files = damaged(base, random);
    try {
      // Repairs of every fifth: they take longer than all the rest.
      seen[examineAll(files, index % 5 === 0 ? repairs : [])] += 1;
    } catch (error) {
      throw new Error(`file ${index} of seed ${seed} (${base[0]?.name})`, { cause: error });
    }
  }
  // maxRSS counts kilobytes and never falls: no single file took more, however short.
  const grownMegabytes = (process.resourceUsage().maxRSS - peakBefore) / 1024;
  return { ...seen, grownMegabytes };
}

const onnx: readonly (readonly ModelFile[])[] = [
  onnxClassifier(),
  onnxClassifier({ layout: "NHWC", opset: 9 }),
  onnxClassifier({ input: "float16" }),
  onnxClassifier({ quantized: "qdq", open: { 0: "n", 2: "h", 3: "w" } }),
  onnxClassifier({ quantized: "dynamic" }),
  onnxClassifier({ weights: "external" }),
  onnxClassifier({ weights: "constants", metadata: { names: "{0: 'a', 1: 'b'}" } }),
  onnxClassifier({ weights: "inputs" }),
  [nestedOnnx(12)],
];

const tflite: readonly (readonly ModelFile[])[] = [
  [tfliteClassifier("float")],
  [tfliteClassifier("uint8", { openBatch: true, custom: "" })],
  [tfliteClassifier("int8")],
  [tfliteClassifier("float", { openBatch: false, custom: "Evil" })],
];

const tfjs: readonly (readonly ModelFile[])[] = [tfjsGraph(), tfjsLayers(), tfjsGraph("Evil")];

const zips: readonly (readonly ModelFile[])[] = [...onnx.slice(0, 2), ...tfjs.slice(0, 2)].map(
  (files) => {
    const entries = Object.fromEntries(files.map(({ name, bytes }) => [`m/${name}`, bytes]));
    return [{ name: "model.zip", bytes: zipSync(entries) }];
  },
);

describe("the model doctor on damaged files", () => {
  it.each([
    ["ONNX", onnx, filesPerFormat],
    ["TFLite", tflite, filesPerFormat],
    ["TF.js", tfjs, filesPerFormat],
    ["ZIP", zips, 1_000],
  ] as const)(
    "reports or refuses every %s file, and holds little",
    (_, bases, count) => {
      for (const files of bases) expect(examineAll(files)).toBe("reported");
      const { reported, refused, grownMegabytes } = fuzz(bases, count, 20_261_121);
      expect(reported + refused).toBe(count);
      // Both happen often, or the mutations would say nothing about one of them.
      expect(Math.min(reported, refused)).toBeGreaterThan(count / 50);
      expect(grownMegabytes).toBeLessThan(mostMegabytes);
    },
    300_000,
  );

  it.each([2, 15, 16, 1_000])("survives %i graphs within each other", (depth) => {
    expect(examineAll([nestedOnnx(depth)])).toBe(depth <= 15 ? "reported" : "refused");
  });

  it.each([
    ["lists", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    ["objects", `${'{"config":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  ])("survives JSON of %s within each other", (_, nested) => {
    const json = `{"modelTopology":{"node":${nested}},"weightsManifest":[]}`;
    const bytes = new TextEncoder().encode(json);
    expect(examineAll([{ name: "model.json", bytes }])).toBe("refused");
  });
});

const shared = join(import.meta.dirname, "../../../shared/data/models");

describe.skipIf(!existsSync(shared))(
  "the model doctor on damaged real models (../shared/data)",
  () => {
    const small = ["onnx", "tflite"].flatMap((folder) =>
      (existsSync(join(shared, folder)) ? readdirSync(join(shared, folder)) : [])
        .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(shared, folder, name))) }))
        .filter(({ bytes }) => bytes.length < 350_000)
        .map((file) => [file]),
    );

    it("reports or refuses each", () => {
      const { reported, refused, grownMegabytes } = fuzz(small, 300, 7);
      expect(reported + refused).toBe(300);
      expect(grownMegabytes).toBeLessThan(mostMegabytes);
    }, 300_000);
  },
);
