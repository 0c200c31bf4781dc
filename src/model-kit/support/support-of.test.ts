import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { getKernelsForBackend } from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-web/wasm";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgpu";
import { beforeAll, describe, expect, it } from "vitest";
import { onnx } from "../onnx/generated/onnx.js";
import { onnxOperators, runtimeOperators } from "../onnx/operators.ts";
import { tensorflowOperators } from "../tfjs/operators.ts";
import { liteRtGpuOperators, liteRtOperators } from "../tflite/operators.ts";
import { tfjsMissing } from "./tfjs-support.ts";

const require = createRequire(import.meta.url);

describe("the table of ONNX Runtime's operators", { timeout: 60_000 }, () => {
  beforeAll(() => {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = "fatal";
  });

  /** What ONNX Runtime says of a graph with one node of an operator. */
  async function saidOf(domain: string, opType: string, opset: number): Promise<string> {
    const type = {
      tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }, { dimValue: 4 }] } },
    };
    const bytes = onnx.Model.encode({
      irVersion: 10,
      opsetImport: [
        { domain: "", version: opset },
        { domain: "com.microsoft", version: 1 },
      ],
      graph: {
        name: "one",
        node: [{ opType, domain, input: ["a"], output: ["b"] }],
        input: [{ name: "a", type }],
        output: [{ name: "b" }],
      },
    }).finish();
    try {
      await (await ort.InferenceSession.create(new Uint8Array(bytes))).release();
      return "";
    } catch (error) {
      return String(error);
    }
  }

  const unknown = /is not a registered function|No Op registered/;

  it("holds only operators that it registers", async () => {
    const missing: string[] = [];
    for (const name of runtimeOperators) {
      if (unknown.test(await saidOf("com.microsoft", name, 21))) missing.push(name);
    }
    for (const name of onnxOperators) {
      if (unknown.test(await saidOf("", name, 25))) missing.push(name);
    }
    expect(missing).toEqual([]);
    expect(await saidOf("com.microsoft", "NoSuchOperator", 21)).toMatch(unknown);
  }, 120_000);

  it.each([
    [7, true],
    [26, true],
    [27, false],
  ])("knows that opset %i is run: %s", async (opset, run) => {
    expect((await saidOf("", "Relu", opset)) === "").toBe(run);
  });

  it("knows that no decoder of pictures is in it", async () => {
    expect(await saidOf("", "ImageDecoder", 21)).not.toBe("");
  });
});

describe("the table of TF.js's operators", () => {
  /** Kernels by another name than their TensorFlow operator; empty: composed, or done without a kernel. */
  const kernels: Readonly<Record<string, string>> = {
    AddV2: "Add",
    BiasAdd: "Add",
    Mul: "Multiply",
    Div: "RealDiv",
    FloorMod: "Mod",
    _FusedConv2D: "FusedConv2D",
    FusedDepthwiseConv2dNative: "FusedDepthwiseConv2D",
    DepthwiseConv2d: "DepthwiseConv2dNative",
    MatMul: "BatchMatMul",
    BatchMatMulV2: "BatchMatMul",
    FusedBatchNormV2: "FusedBatchNorm",
    FusedBatchNormV3: "FusedBatchNorm",
    ConcatV2: "Concat",
    Gather: "GatherV2",
    ReverseV2: "Reverse",
    Split: "SplitV",
    Pad: "PadV2",
    SelectV2: "Select",
    TopKV2: "TopK",
    UniqueV2: "Unique",
    NonMaxSuppressionV2: "NonMaxSuppressionV3",
    LowerBound: "SearchSorted",
    UpperBound: "SearchSorted",
    ImageProjectiveTransformV3: "Transform",
    BroadcastTo: "Tile",
    Conv1D: "Conv2D",
    RFFT: "FFT",
    IRFFT: "IFFT",
  };
  const composed =
    /^(DivNoNan|Ones|Zeros|Random.*|TruncatedNormal|Where|ListDiff|Placeholder.*|Const|IdentityN|Snapshot|Rank|Size|ShapeN?|Print|NoOp|StopGradient|FakeQuant.*|HashTable.*|LookupTable.*|InitializeTable.*|EuclideanNorm|LogSoftmax|EnsureShape|Squeeze|MatrixBandPart|TensorArray.*|TensorList.*|EmptyTensorList|Stateless.*|If|While|LoopCond|Switch|Merge|Enter|Exit|NextIteration)$/;

  it("is that of the installed converter", async () => {
    const folder = join(
      dirname(require.resolve("@tensorflow/tfjs-converter/package.json")),
      "dist",
    );
    const lists = join(folder, "operations/op_list");
    const names = new Set<string>();
    for (const file of readdirSync(lists).filter((name) => name.endsWith(".js"))) {
      const { json } = await import(pathToFileURL(join(lists, file)).href);
      for (const { tfOpName } of json) names.add(tfOpName);
    }
    expect([...tensorflowOperators].sort()).toEqual([...names].sort());
  }, 60_000);

  it.each(["wasm", "webgpu"] as const)("says what has no kernel on %s", (backend) => {
    const there = new Set(getKernelsForBackend(backend).map(({ kernelName }) => kernelName));
    expect(there.size).toBeGreaterThan(100);
    const missing = [...tensorflowOperators].filter(
      (name) => !composed.test(name) && !there.has(kernels[name] ?? name),
    );
    expect(missing.sort()).toEqual([...tfjsMissing[backend]].sort());
  });
});

describe("the table of LiteRT's operators", () => {
  const wasm = readFileSync(require.resolve("@litertjs/core/wasm/litert_wasm_internal.wasm"));

  it.each([
    ...liteRtOperators,
    ...[...liteRtGpuOperators].filter((name) => !name.startsWith("STABLEHLO")),
  ])("finds the name of %s in the library", (name) => {
    expect(wasm.includes(name)).toBe(true);
  });

  it("finds the parsers of the rarer operators of the GPU", () => {
    for (const parser of ["ArgMax", "Cumsum", "OneHot", "TopK", "Reverse", "TransposeConvCustom"]) {
      expect(wasm.includes(`${parser}OperationParser`)).toBe(true);
    }
    expect(wasm.includes("GatherNdOperationParser")).toBe(false);
  });
});
