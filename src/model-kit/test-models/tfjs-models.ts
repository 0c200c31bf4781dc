import { strToU8 } from "fflate";
import type { ModelFile } from "../report.ts";
import { noise } from "./onnx-sketch.ts";

const side = 16;
const filters = 8;
const classes = 5;

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

function packed(weights: readonly Weight[], ints: Readonly<Record<string, readonly number[]>>) {
  const chunks = weights.map(({ name, shape, dtype }, index) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return dtype === "int32"
      ? new Uint8Array(Int32Array.from(ints[name] ?? []).buffer)
      : new Uint8Array(noise(count, index + 3).buffer);
  });
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function files(json: object, weights: readonly Weight[], ints = {}): readonly ModelFile[] {
  const bytes = packed(weights, ints);
  const cut = Math.floor(bytes.length / 2);
  const paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
  const manifest = [{ paths, weights }];
  return [
    { name: "model.json", bytes: strToU8(JSON.stringify({ ...json, weightsManifest: manifest })) },
    { name: "group1-shard1of2.bin", bytes: bytes.slice(0, cut) },
    { name: "group1-shard2of2.bin", bytes: bytes.slice(cut) },
  ];
}

/** A TF.js graph model of 16 × 16 pictures and five classes, its weights in two shards. */
export function tfjsGraph(lastOperator = "Softmax"): readonly ModelFile[] {
  const type = (name: string) => ({ [name]: { type: "DT_FLOAT" } });
  const shapeOf = (sizes: readonly number[]) => ({
    dim: sizes.map((size) => ({ size: String(size) })),
  });
  const constant = (name: string, dtype = "DT_FLOAT") => ({
    name,
    op: "Const",
    attr: { dtype: { type: dtype } },
  });
  const node = [
    {
      name: "image",
      op: "Placeholder",
      attr: { ...type("dtype"), shape: { shape: shapeOf([-1, side, side, 3]) } },
    },
    constant("conv/weight"),
    constant("axes", "DT_INT32"),
    constant("fc/weight"),
    {
      name: "conv",
      op: "Conv2D",
      input: ["image", "conv/weight"],
      // "SAME" in base64.
      attr: {
        ...type("T"),
        padding: { s: "U0FNRQ==" },
        strides: { list: { i: ["1", "2", "2", "1"] } },
        // TF.js has no value of its own for what TensorFlow takes for granted.
        dilations: { list: { i: ["1", "1", "1", "1"] } },
      },
    },
    { name: "relu", op: "Relu", input: ["conv"], attr: type("T") },
    { name: "mean", op: "Mean", input: ["relu", "axes"], attr: { keep_dims: { b: false } } },
    { name: "logits", op: "MatMul", input: ["mean", "fc/weight"], attr: type("T") },
    { name: "scores", op: lastOperator, input: ["logits"], attr: type("T") },
  ];
  const json = {
    format: "graph-model",
    generatedBy: "2.9.1",
    convertedBy: "TensorFlow.js Converter v3.18.0",
    signature: {
      inputs: {
        image: { name: "image:0", dtype: "DT_FLOAT", tensorShape: shapeOf([-1, side, side, 3]) },
      },
      outputs: {
        scores: { name: "scores:0", dtype: "DT_FLOAT", tensorShape: shapeOf([-1, classes]) },
      },
    },
    modelTopology: { node, library: {}, versions: {} },
  };
  const weights: readonly Weight[] = [
    { name: "conv/weight", shape: [3, 3, 3, filters], dtype: "float32" },
    { name: "axes", shape: [2], dtype: "int32" },
    { name: "fc/weight", shape: [filters, classes], dtype: "float32" },
  ];
  return files(json, weights, { axes: [1, 2] });
}

/** The same as a layers model, as Keras and Teachable Machine save it. */
export function tfjsLayers(lastLayer = "Dense"): readonly ModelFile[] {
  const layer = (className: string, config: object) => ({ class_name: className, config });
  const convolution = {
    name: "conv",
    batch_input_shape: [null, side, side, 3],
    dtype: "float32",
    filters,
    kernel_size: [3, 3],
    strides: [2, 2],
    padding: "same",
    use_bias: false,
  };
  const json = {
    format: "layers-model",
    generatedBy: "keras v2.8.0",
    userDefinedMetadata: { labels: ["a", "b", "c", "d", "e"] },
    modelTopology: {
      keras_version: "2.8.0",
      model_config: {
        class_name: "Sequential",
        config: {
          name: "teachable",
          layers: [
            layer("Conv2D", convolution),
            layer("ReLU", { name: "relu" }),
            layer("GlobalAveragePooling2D", { name: "mean" }),
            layer(lastLayer, {
              name: "scores",
              units: classes,
              activation: "softmax",
              use_bias: false,
            }),
          ],
        },
      },
    },
  };
  return files(json, [
    { name: "conv/kernel", shape: [3, 3, 3, filters], dtype: "float32" },
    { name: "scores/kernel", shape: [filters, classes], dtype: "float32" },
  ]);
}
