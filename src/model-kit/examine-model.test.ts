import { describe, expect, it } from "vitest";
import { examineModel } from "./examine-model.ts";
import { openModelFiles } from "./open/open-model-files.ts";
import { proposeUse } from "./propose/propose-use.ts";
import type { ModelFile, ModelReport } from "./report.ts";
import { supportOf } from "./support/support-of.ts";
import { nestedOnnx, onnxClassifier } from "./test-models/onnx-models.ts";
import { tfjsGraph, tfjsLayers } from "./test-models/tfjs-models.ts";
import { tfliteClassifier } from "./test-models/tflite-models.ts";

function examined(files: readonly ModelFile[]): ModelReport {
  return examineModel(openModelFiles(files));
}

/** 8 filters of 3 × 3 × 3 over 8 × 8 places, then a product of 8 by 5. */
const work = 8 * 8 * 8 * 27 + 8 * 5;

interface Expected {
  readonly input: readonly [shape: string, dtype: string];
  readonly parameters?: number;
  readonly quantization?: ModelReport["quantization"];
  readonly advice?: readonly string[];
  readonly accepted: readonly string[];
  readonly fed?: readonly [layout: string, mean: number, std: number];
  readonly labels?: readonly [source: string, first: string];
}

const onnx = ["onnx wasm", "onnx webgpu"];
const litert = ["litert wasm", "litert webgpu"];
const tfjs = ["tfjs wasm", "tfjs webgpu"];
const numbers = ["numbers", "0"] as const;
const plain = 8 * 27 + 8 + 40;

const table: readonly (readonly [what: string, files: readonly ModelFile[], expected: Expected])[] =
  [
    [
      "ONNX NCHW",
      onnxClassifier(),
      {
        input: ["1,3,16,16", "float32"],
        parameters: plain,
        accepted: onnx,
        fed: ["NCHW", 123.675, 58.395],
      },
    ],
    [
      "ONNX NHWC",
      onnxClassifier({ layout: "NHWC" }),
      {
        input: ["1,16,16,3", "float32"],
        parameters: plain,
        accepted: onnx,
        fed: ["NHWC", 123.675, 58.395],
      },
    ],
    [
      "ONNX with bytes as input",
      onnxClassifier({ input: "uint8" }),
      { input: ["1,3,16,16", "uint8"], accepted: onnx, fed: ["NCHW", 0, 1] },
    ],
    [
      "ONNX float16",
      onnxClassifier({ input: "float16" }),
      {
        input: ["1,3,16,16", "float16"],
        quantization: "float16",
        advice: ["float16-ports"],
        accepted: onnx,
      },
    ],
    [
      "ONNX with an open batch",
      onnxClassifier({ open: { 0: "batch" } }),
      { input: ["null,3,16,16", "float32"], advice: ["dynamic-batch"], accepted: onnx },
    ],
    [
      "ONNX with open sides",
      onnxClassifier({ open: { 0: "batch", 2: "height", 3: "width" } }),
      { input: ["null,3,null,null", "float32"], advice: ["dynamic-size"], accepted: onnx },
    ],
    [
      "ONNX with weights beside it",
      onnxClassifier({ weights: "external" }),
      { input: ["1,3,16,16", "float32"], parameters: plain, accepted: onnx },
    ],
    [
      "ONNX with weights in constants",
      onnxClassifier({ weights: "constants" }),
      {
        input: ["1,3,16,16", "float32"],
        parameters: plain,
        advice: ["weights-as-constants"],
        accepted: onnx,
      },
    ],
    [
      "ONNX with weights among the inputs",
      onnxClassifier({ weights: "inputs" }),
      {
        input: ["1,3,16,16", "float32"],
        parameters: plain,
        advice: ["initializers-as-inputs"],
        accepted: onnx,
      },
    ],
    ...[7, 9, 11, 13, 15, 17, 19, 21].map(
      (opset) =>
        [
          `ONNX opset ${opset}`,
          onnxClassifier({ opset }),
          { input: ["1,3,16,16", "float32"], parameters: plain, accepted: onnx },
        ] as const,
    ),
    [
      "ONNX of an opset without kernels",
      onnxClassifier({ opset: 5 }),
      { input: ["1,3,16,16", "float32"], advice: ["old-opset"], accepted: [] },
    ],
    [
      "ONNX with QDQ",
      onnxClassifier({ quantized: "qdq" }),
      {
        input: ["1,3,16,16", "float32"],
        quantization: "static-int8",
        advice: ["int32-zero-points"],
        accepted: onnx,
      },
    ],
    [
      "ONNX quantized at run time",
      onnxClassifier({ quantized: "dynamic" }),
      {
        input: ["1,3,16,16", "float32"],
        quantization: "dynamic-int8",
        advice: ["dynamic-int8-slow"],
        accepted: onnx,
      },
    ],
    [
      "ONNX with its labels as Ultralytics writes them",
      onnxClassifier({
        metadata: { names: "{0: 'it\\'s', 1: \"b\", 2: 'c', 3: 'd', 4: 'e'}", task: "classify" },
      }),
      { input: ["1,3,16,16", "float32"], accepted: onnx, labels: ["metadata", "it's"] },
    ],
    [
      "TFLite float",
      [tfliteClassifier("float")],
      { input: ["1,16,16,3", "float32"], accepted: litert, fed: ["NHWC", 127.5, 127.5] },
    ],
    [
      "TFLite uint8",
      [tfliteClassifier("uint8")],
      {
        input: ["1,16,16,3", "uint8"],
        quantization: "static-int8",
        accepted: litert,
        fed: ["NHWC", 0, 1],
      },
    ],
    [
      "TFLite int8",
      [tfliteClassifier("int8")],
      {
        input: ["1,16,16,3", "int8"],
        quantization: "static-int8",
        advice: ["integer-ports"],
        accepted: [],
        fed: ["NHWC", 128, 1],
      },
    ],
    [
      "TFLite with an open batch",
      [tfliteClassifier("float", { openBatch: true, custom: "" })],
      { input: ["null,16,16,3", "float32"], advice: ["dynamic-batch"], accepted: litert },
    ],
    [
      "TFLite with a foreign operator",
      [tfliteClassifier("float", { openBatch: false, custom: "Evil" })],
      { input: ["1,16,16,3", "float32"], advice: ["custom-operators"], accepted: [] },
    ],
    [
      "TF.js graph",
      tfjsGraph(),
      {
        input: ["null,16,16,3", "float32"],
        parameters: 8 * 27 + 2 + 40,
        advice: ["dynamic-batch"],
        accepted: tfjs,
      },
    ],
    [
      "TF.js graph with a foreign operator",
      tfjsGraph("Evil"),
      {
        input: ["null,16,16,3", "float32"],
        advice: ["dynamic-batch", "custom-operators"],
        accepted: [],
      },
    ],
    [
      "TF.js layers",
      tfjsLayers(),
      {
        input: ["null,16,16,3", "float32"],
        parameters: 8 * 27 + 40,
        advice: ["dynamic-batch"],
        accepted: ["tfjs wasm", "tfjs webgpu"],
        labels: ["metadata", "a"],
      },
    ],
  ];

describe("examineModel on small models", () => {
  it.each(table)("reads %s", (_, files, expected) => {
    const opened = openModelFiles(files);
    const report = examineModel(opened);
    const [input] = report.inputs;
    expect(report.inputs).toHaveLength(1);
    expect([input?.shape?.map(String).join(), input?.dtype]).toEqual(expected.input);
    expect(report.outputs.map(({ shape }) => shape?.at(-1))).toEqual([5]);
    expect(report.quantization).toBe(expected.quantization ?? "none");
    expect(report.advice.map(({ code }) => code)).toEqual(expected.advice ?? []);
    if (expected.parameters !== undefined) expect(report.parameters).toBe(expected.parameters);
    if (expected.input[0].endsWith("null,null")) {
      expect(report.assumedSize).toEqual({ width: 320, height: 320 });
      expect(report.multiplyAdds).toBe(8 * 160 * 160 * 27 + 40);
    } else {
      expect(report.multiplyAdds).toBe(work);
    }
    expect(report.uncounted).toEqual([]);
    expect(report.memory.activationBytes).toBeGreaterThan(16 * 16 * 3);

    const accepted = supportOf(report).filter(({ ok }) => ok);
    expect(accepted.map(({ engine, backend }) => `${engine} ${backend}`)).toEqual(
      expected.accepted,
    );

    const proposal = proposeUse(report, opened);
    expect(proposal.task).toBe("classify");
    expect(proposal.decoder.id).toBe("classify");
    expect([proposal.labelSource, proposal.labels[0]]).toEqual(expected.labels ?? numbers);
    if (expected.fed) {
      const { layout, mean, std } = proposal.input ?? {};
      expect([layout, mean?.[0], std?.[0]]).toEqual(expected.fed);
    }
  });

  it("counts what is in subgraphs and names control flow", () => {
    const report = examined([nestedOnnx(3)]);
    expect(report.controlFlow).toEqual(["If"]);
    expect(report.operators).toMatchObject([{ name: "If", count: 3 }]);
  });

  it("refuses graphs nested without end", () => {
    expect(() => examined([nestedOnnx(17)])).toThrow(/too-deep/);
  });

  it("names the layer that no engine runs", () => {
    const reasons = supportOf(examined(tfjsLayers("LSTM"))).filter(
      ({ engine }) => engine === "tfjs",
    );
    expect(reasons.map((one) => one.reasons)).toEqual([
      [{ code: "operator-custom", operator: "LSTM (layer)" }],
      [{ code: "operator-custom", operator: "LSTM (layer)" }],
    ]);
  });

  it("says of each refusal which operator or port it is about", () => {
    const report = examined([tfliteClassifier("int8", { openBatch: false, custom: "Evil" })]);
    expect(supportOf(report).find(({ engine }) => engine === "litert")?.reasons).toEqual([
      { code: "operator-custom", operator: "Evil" },
      { code: "input-dtype", port: "image", dtype: "int8" },
      { code: "output-dtype", port: "scores", dtype: "int8" },
    ]);
  });
});
