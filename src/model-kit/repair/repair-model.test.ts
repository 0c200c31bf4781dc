import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import type { OpenedModel } from "../report.ts";
import { supportOf } from "../support/support-of.ts";
import { dynamicMobileNetwork } from "../test-models/mobile-network.ts";
import { onnxClassifier } from "../test-models/onnx-models.ts";
import { noise } from "../test-models/onnx-sketch.ts";
import { tfjsGraph } from "../test-models/tfjs-models.ts";
import { tfliteClassifier } from "../test-models/tflite-models.ts";
import { repairModel } from "./repair-model.ts";

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "fatal";
});

/** The scores of a small classifier for one batch of noise. */
async function scores(
  opened: OpenedModel,
  make: (values: Float32Array) => ort.Tensor,
): Promise<readonly number[]> {
  const [graph] = opened.files;
  if (!graph) throw new Error("no graph");
  const session = await ort.InferenceSession.create(graph.bytes);
  const [input = ""] = session.inputNames;
  const [output = ""] = session.outputNames;
  const answers = await session.run({ [input]: make(noise(3 * 16 * 16, 5)) });
  const values = Array.from((await answers[output]?.getData()) as Float32Array);
  await session.release();
  return values;
}

const planes = (values: Float32Array) => new ort.Tensor("float32", values, [1, 3, 16, 16]);

/** How alike two answers of a thousand classes run, −1 … 1: the correlation of their logarithms. */
function alike(one: readonly number[], other: readonly number[]): number {
  const centred = [one, other].map((scores) => {
    const logs = scores.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return logs.map((log) => log - mean);
  });
  const [a = [], b = []] = centred;
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function worst(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(5);
  expect(b).toHaveLength(5);
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN))));
}

describe("repairModel", { timeout: 60_000 }, () => {
  it("runs the small models that the tests write", async () => {
    for (const opset of [7, 13, 21]) {
      const values = await scores(openModelFiles(onnxClassifier({ opset })), planes);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    }
  });

  it("makes dynamically quantized convolutions and products float again", async () => {
    const opened = openModelFiles(onnxClassifier({ quantized: "dynamic" }));
    const { model, changed } = repairModel(opened, "float-weights");
    expect(changed).toHaveLength(2);
    const report = examineModel(model);
    const names = report.operators.map(({ name }) => name);
    // No scale is left between a product and what engines fuse it with.
    const plain = ["Add", "Conv", "Flatten", "GlobalAveragePool", "MatMul", "Relu", "Softmax"];
    expect([...names].sort()).toEqual(plain);
    expect(report.quantization).toBe("none");
    expect(report.advice).toEqual([]);

    const [before, after] = [await scores(opened, planes), await scores(model, planes)];
    // The float network whose weights were never rounded is the truth that both come near.
    const truth = await scores(openModelFiles(onnxClassifier()), planes);
    expect(worst(before, after)).toBeLessThan(0.02);
    expect(worst(after, truth)).toBeLessThan(0.01);
    expect(worst(truth, [0.2, 0.2, 0.2, 0.2, 0.2])).toBeGreaterThan(0.05);
  });

  it("computes of a whole network what it computed, within the error of 8 bits", async () => {
    const opened = openModelFiles([dynamicMobileNetwork(64)]);
    const { model } = repairModel(opened, "float-weights");
    const picture = () => new ort.Tensor("float32", noise(3 * 64 * 64, 5), [1, 3, 64, 64]);
    const [before, after] = [await scores(opened, picture), await scores(model, picture)];
    expect(alike(before, after)).toBeGreaterThan(0.95);
  }, 60_000);

  it("leaves out zero points of int32 tensors and computes the same", async () => {
    const opened = openModelFiles(onnxClassifier({ quantized: "qdq" }));
    const { model, changed } = repairModel(opened, "drop-zero-points");
    expect(changed).toHaveLength(1);
    expect(examineModel(model).advice).toEqual([]);
    expect(worst(await scores(opened, planes), await scores(model, planes))).toBeLessThan(1e-6);
  });

  it("fixes open sizes in inputs and outputs and computes the same", async () => {
    const opened = openModelFiles(onnxClassifier({ open: { 0: "n", 2: "h", 3: "w" } }));
    const { model } = repairModel(opened, "fixed-size", { batch: 1, width: 16, height: 16 });
    const report = examineModel(model);
    expect(report.inputs[0]?.shape).toEqual([1, 3, 16, 16]);
    expect(report.outputs[0]?.shape).toEqual([1, 5]);
    expect(report.advice).toEqual([]);
    expect(worst(await scores(opened, planes), await scores(model, planes))).toBeLessThan(1e-6);
  });

  it("wraps half inputs and outputs and computes the same", async () => {
    const opened = openModelFiles(onnxClassifier({ input: "float16" }));
    const { model } = repairModel(opened, "float-ports");
    const report = examineModel(model);
    expect([...report.inputs, ...report.outputs].map(({ dtype }) => dtype)).toEqual([
      "float32",
      "float32",
    ]);
    const truth = await scores(openModelFiles(onnxClassifier()), planes);
    expect(worst(await scores(model, planes), truth)).toBeLessThan(0.01);
  });

  it("keeps what the repair is not about", () => {
    const opened = openModelFiles(onnxClassifier({ open: { 0: "n" }, metadata: { author: "x" } }));
    const { model } = repairModel(opened, "fixed-size", { batch: 1, width: 16, height: 16 });
    const [before, after] = [examineModel(opened), examineModel(model)];
    expect(after.metadata).toEqual(before.metadata);
    expect(after.weights).toEqual(before.weights);
    expect(after.operators).toEqual(before.operators);
    expect(after.producer).toBe("pytorch 2.1.0");
  });

  it("wraps int8 inputs and outputs of a TFLite model so that LiteRT takes them", () => {
    const opened = openModelFiles([tfliteClassifier("int8")]);
    const { model, changed } = repairModel(opened, "float-ports");
    expect(changed).toEqual(["image", "scores"]);
    const [before, after] = [examineModel(opened), examineModel(model)];
    expect(after.inputs).toEqual([
      {
        name: "image_float",
        shape: [1, 16, 16, 3],
        symbols: [null, null, null, null],
        dtype: "float32",
      },
    ]);
    expect(after.outputs.map(({ name, dtype }) => [name, dtype])).toEqual([
      ["scores_float", "float32"],
    ]);
    const counts = Object.fromEntries(after.operators.map(({ name, count }) => [name, count]));
    expect(counts).toMatchObject({ QUANTIZE: 1, DEQUANTIZE: 1, CONV_2D: 1, SOFTMAX: 1 });
    expect([after.parameters, after.multiplyAdds]).toEqual([
      before.parameters,
      before.multiplyAdds,
    ]);
    expect(after.advice).toEqual([]);
    expect(
      supportOf(after)
        .filter(({ engine }) => engine === "litert")
        .every(({ ok }) => ok),
    ).toBe(true);
  });

  it("forgets the open batch of a TFLite model", () => {
    const opened = openModelFiles([tfliteClassifier("float", { openBatch: true, custom: "" })]);
    const { model } = repairModel(opened, "fixed-size", { batch: 1, width: 16, height: 16 });
    const report = examineModel(model);
    expect(report.inputs[0]?.shape).toEqual([1, 16, 16, 3]);
    expect(report.advice).toEqual([]);
  });

  it.each([
    ["float weights", () => repairModel(openModelFiles(onnxClassifier()), "float-weights")],
    ["float inputs", () => repairModel(openModelFiles(onnxClassifier()), "float-ports")],
    ["fixed sizes", () => repairModel(openModelFiles(onnxClassifier()), "fixed-size")],
    ["no zero points", () => repairModel(openModelFiles(onnxClassifier()), "drop-zero-points")],
    ["uint8 ports", () => repairModel(openModelFiles([tfliteClassifier("uint8")]), "float-ports")],
    ["a TF.js model", () => repairModel(openModelFiles(tfjsGraph()), "fixed-size")],
    [
      "a batch that is not prepared",
      () => {
        const opened = openModelFiles([tfliteClassifier("float", { openBatch: true, custom: "" })]);
        repairModel(opened, "fixed-size", { batch: 2, width: 16, height: 16 });
      },
    ],
    [
      "a size that is none",
      () => {
        const opened = openModelFiles(onnxClassifier({ open: { 0: "n" } }));
        repairModel(opened, "fixed-size", { batch: 0, width: 16, height: 16 });
      },
    ],
  ])("refuses to repair what is not broken: %s", (_, repair) => {
    expect(repair).toThrow(/cannot-repair/);
  });
});
