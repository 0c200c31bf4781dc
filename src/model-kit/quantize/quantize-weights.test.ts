import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { decodeOnnx } from "../onnx/read-onnx.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import type { ModelFile } from "../report.ts";
import { type OldNetwork, oldNetwork } from "../test-models/old-network.ts";
import { onnxClassifier } from "../test-models/onnx-models.ts";
import { noise } from "../test-models/onnx-sketch.ts";
import { tfliteClassifier } from "../test-models/tflite-models.ts";
import { channelCodes, channelsOf } from "./channel-codes.ts";
import { decodeWeights } from "./decode-weights.ts";
import { quantizeWeights } from "./quantize-weights.ts";

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "fatal";
});

function quantized(like: OldNetwork = {}): ModelFile {
  const [file] = quantizeWeights(openModelFiles([oldNetwork(like)])).model.files;
  if (!file) throw new Error("no file");
  return file;
}

async function answers({ bytes }: Pick<ModelFile, "bytes">): Promise<readonly number[]> {
  const session = await ort.InferenceSession.create(bytes);
  const image = new ort.Tensor("float32", noise(3 * 16 * 16, 5), [1, 3, 16, 16]);
  const { scores } = await session.run({ image });
  const values = Array.from((await scores?.getData()) as Float32Array);
  await session.release();
  expect(values).toHaveLength(64);
  return values;
}

function worst(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN))));
}

/** Initializers by name: type, sizes, bytes. */
function weightsOf(file: ModelFile) {
  const { graph } = decodeOnnx(file);
  return new Map(
    (graph?.initializer ?? []).map(({ name, dataType, dims, rawData }) => [
      name ?? "",
      { dataType, dims: (dims ?? []).map(Number), bytes: rawData?.slice() ?? new Uint8Array() },
    ]),
  );
}

function operatorsOf(file: ModelFile): readonly string[] {
  return examineModel(openModelFiles([file])).operators.map(({ name }) => name);
}

describe("quantizeWeights", () => {
  it.each([
    ["initializers", {}],
    ["constants", { constants: true }],
  ])("stores large weights held as %s as int8 with a scale for each output channel", (_, like) => {
    const file = quantized(like);
    const weights = weightsOf(file);
    expect(weights.get("large/8")).toMatchObject({ dataType: 3, dims: [32, 16, 3, 3] });
    expect(weights.get("large/scale")).toMatchObject({ dataType: 1, dims: [32] });
    expect(weights.get("product/8")).toMatchObject({ dataType: 3, dims: [32, 64] });
    expect(weights.get("product/scale")).toMatchObject({ dataType: 1, dims: [64] });
    for (const name of ["large", "product", "small/8"]) expect(weights.has(name)).toBe(false);
    const decoders = decodeOnnx(file).graph?.node?.filter(
      ({ opType }) => opType === "DequantizeLinear",
    );
    expect(
      decoders?.map(({ output, attribute }) => [output?.[0], Number(attribute?.[0]?.i)]),
    ).toEqual([
      ["large", 0],
      ["product", 1],
    ]);
    expect(file.bytes.length).toBeLessThan(oldNetwork(like).bytes.length * 0.42);
  });

  it("writes operator set 9 for operator set 13, computing the same within the error of 8 bits", async () => {
    const file = quantized();
    expect(decodeOnnx(file).opsetImport?.map(({ version }) => Number(version))).toEqual([13]);
    const [truth, rounded] = [await answers(oldNetwork()), await answers(file)];
    expect(worst(truth, rounded)).toBeLessThan(2e-4);
    // Which is little beside what the scores tell apart.
    expect(Math.max(...truth) - Math.min(...truth)).toBeGreaterThan(5e-3);
  });

  it("stores a weight that is named as halves, which runtimes widen", async () => {
    const { model, quantized: names } = quantizeWeights(openModelFiles([oldNetwork()]), ["large"]);
    const [file] = model.files;
    if (!file) throw new Error("no file");
    expect(names).toEqual(["large", "product"]);
    expect(weightsOf(file).get("large/16")).toMatchObject({ dataType: 10, dims: [32, 16, 3, 3] });
    const decoded = decodeWeights(file);
    expect([...weightsOf({ ...file, bytes: decoded }).keys()]).toContain("large/16");
    expect(worst(await answers(oldNetwork()), await answers({ bytes: decoded }))).toBeLessThan(
      1e-4,
    );
  });

  it("is recognised as a model whose weights alone are small", () => {
    expect(examineModel(openModelFiles([quantized()])).quantization).toBe("weights-only");
  });

  it("leaves a weight that the graph gives out", () => {
    expect([...weightsOf(quantized({ shown: true })).keys()]).toContain("large");
  });

  it("makes the same bytes twice", () => {
    expect(quantized().bytes).toEqual(quantized().bytes);
  });

  it.each([
    ["a TFLite model", () => openModelFiles([tfliteClassifier("float")])],
    ["no large weight", () => openModelFiles(onnxClassifier())],
    ["a softmax over several axes", () => openModelFiles([oldNetwork({ axis: 0 })])],
    ["a model that is small already", () => openModelFiles([quantized()])],
  ])("refuses %s", (_, open) => {
    expect(() => quantizeWeights(open())).toThrow(/cannot-repair/);
  });
});

describe("decodeWeights", () => {
  it("makes each weight exactly its scale times its code, and leaves no decoder", () => {
    const file = quantized();
    const [before, after] = [weightsOf(file), weightsOf({ ...file, bytes: decodeWeights(file) })];
    for (const [name, channelOf] of [
      ["large", (index: number) => Math.floor(index / (16 * 9))],
      ["product", (index: number) => index % 64],
    ] as const) {
      const codes = new Int8Array(before.get(`${name}/8`)?.bytes.buffer ?? new ArrayBuffer());
      const scales = new Float32Array(
        before.get(`${name}/scale`)?.bytes.buffer ?? new ArrayBuffer(),
      );
      const wanted = Float32Array.from(codes, (code, at) => code * (scales[channelOf(at)] ?? 0));
      const found = after.get(name);
      expect(wanted.length).toBeGreaterThan(0);
      expect(found?.dims).toEqual(before.get(`${name}/8`)?.dims);
      expect(new Float32Array(found?.bytes.buffer ?? new ArrayBuffer())).toEqual(wanted);
      expect(after.has(`${name}/8`) || after.has(`${name}/scale`)).toBe(false);
    }
    expect(operatorsOf({ ...file, bytes: decodeWeights(file) })).not.toContain("DequantizeLinear");
  });

  it("computes what a runtime computes that decodes the weights itself", async () => {
    const file = quantized();
    expect(worst(await answers(file), await answers({ bytes: decodeWeights(file) }))).toBeLessThan(
      1e-6,
    );
  });

  it("hands back a file without such weights as it is, however else it is quantized", () => {
    for (const [file] of [onnxClassifier(), onnxClassifier({ quantized: "qdq" })]) {
      if (!file) throw new Error("no file");
      expect(decodeWeights(file)).toBe(file.bytes);
    }
  });

  it("refuses a file that ends early", () => {
    const file = quantized();
    const cut = { ...file, bytes: file.bytes.subarray(0, file.bytes.length - 40) };
    expect(() => decodeWeights(cut)).toThrow(/truncated|malformed/);
  });
});

describe("channelCodes", () => {
  // 5 channels of 2 × 12 elements that lie apart from each other.
  const channels = channelsOf([2, 5, 12], 1);
  const weights = noise(120, 3).map((one, index) => one * 10 ** ((index / 12) % 5));
  const { codes, scales } = channelCodes(weights, channels);
  const channelOf = (index: number): number => Math.floor(index / 12) % 5;
  const ofChannel = (channel: number): readonly number[] =>
    [...weights.keys()].filter((index) => channelOf(index) === channel);

  const errorOf = (channel: number, scale: number): number =>
    ofChannel(channel).reduce((sum, index) => {
      const weight = weights[index] ?? 0;
      const code = Math.max(-127, Math.min(127, Math.round(weight / scale)));
      return sum + (weight - scale * code) ** 2;
    }, 0);

  it("leaves no larger error in any channel than the scale of its largest weight", () => {
    for (const channel of [0, 1, 2, 3, 4]) {
      const sizes = ofChannel(channel).map((index) => Math.abs(weights[index] ?? 0));
      const plain = errorOf(channel, Math.fround(Math.max(...sizes) / 127));
      const scale = scales[channel] ?? 1;
      const left = ofChannel(channel).reduce(
        (sum, index) => sum + ((weights[index] ?? 0) - scale * (codes[index] ?? 0)) ** 2,
        0,
      );
      expect(left).toBeLessThanOrEqual(plain);
    }
  });

  it("cuts a lone large weight short for a finer step of all others", () => {
    const many = Float32Array.from({ length: 100_000 }, (_, index) => ((index % 101) - 50) / 100);
    many[7] = 0.55;
    const { scales: fine } = channelCodes(many, { channels: 1, inner: 100_000 });
    expect(fine[0]).toBeLessThan(0.54 / 127);
  });

  it("holds a channel of nothing", () => {
    const nothing = channelCodes(new Float32Array(8), { channels: 2, inner: 4 });
    expect(nothing.codes).toEqual(new Int8Array(8));
    expect(nothing.scales).toEqual(Float32Array.of(1, 1));
  });
});
