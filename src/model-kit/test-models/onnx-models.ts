import { strToU8 } from "fflate";
import { onnx } from "../onnx/generated/onnx.js";
import type { ModelFile } from "../report.ts";
import { int, ints, noise, port, quantize, Sketch, types } from "./onnx-sketch.ts";

/** What a small classifier is to be like. */
export interface ClassifierShape {
  readonly layout: "NHWC" | "NCHW";
  readonly input: "float32" | "uint8" | "float16";
  /** Names of open dimensions instead of numbers, by axis. */
  readonly open: Readonly<Record<number, string>>;
  readonly opset: number;
  readonly weights: "initializers" | "constants" | "inputs" | "external";
  readonly quantized: "no" | "qdq" | "dynamic";
  readonly metadata: Readonly<Record<string, string>>;
}

const usual: ClassifierShape = {
  layout: "NCHW",
  input: "float32",
  open: {},
  opset: 13,
  weights: "initializers",
  quantized: "no",
  metadata: {},
};

const side = 16;
const filters = 8;
const classes = 5;

function convolution(sketch: Sketch, shape: ClassifierShape, input: string, type: number): string {
  const dims = [filters, 3, 3, 3];
  const weights = noise(filters * 27, 7);
  const window = [
    ints("kernel_shape", [3, 3]),
    ints("pads", [1, 1, 1, 1]),
    ints("strides", [2, 2]),
  ];
  if (shape.quantized === "no") {
    const bias = sketch.weight("conv_bias", [filters], type, noise(filters, 9));
    const name = sketch.weight("conv_weight", dims, type, weights);
    return sketch.add("Conv", [input, name, bias], ["conv"], window);
  }
  const { whole, scale } = quantize(weights);
  const name = sketch.weight("conv_weight_int", dims, types.int8, whole);
  const weightScale = sketch.scalar("conv_weight_scale", types.float32, scale);
  if (shape.quantized === "dynamic") {
    sketch.add("DynamicQuantizeLinear", [input], ["xq", "xs", "xz"]);
    const zero = sketch.scalar("conv_weight_zero", types.int8, 0);
    sketch.add("ConvInteger", ["xq", name, "xz", zero], ["conv_int"], window);
    sketch.add("Cast", ["conv_int"], ["conv_cast"], [int("to", types.float32)]);
    sketch.add("Mul", ["xs", weightScale], ["conv_scale"]);
    sketch.add("Mul", ["conv_cast", "conv_scale"], ["conv_scaled"]);
    const wide = sketch.weight(
      "conv_bias_wide",
      [1, filters, 1, 1],
      types.float32,
      noise(filters, 9),
    );
    return sketch.add("Add", ["conv_scaled", wide], ["conv"]);
  }
  const inputScale = sketch.scalar("input_scale", types.float32, 1 / 64);
  const inputZero = sketch.scalar("input_zero", types.uint8, 128);
  sketch.add("QuantizeLinear", [input, inputScale, inputZero], ["input_q"]);
  sketch.add("DequantizeLinear", ["input_q", inputScale, inputZero], ["input_dq"]);
  const zero = sketch.scalar("conv_weight_zero", types.int8, 0);
  sketch.add("DequantizeLinear", [name, weightScale, zero], ["conv_weight_dq"]);
  // Biases are int32 by definition without a zero point, yet some writers add one.
  const small = sketch.weight(
    "bias_int",
    [filters],
    types.int32,
    new Float32Array(filters).fill(5),
  );
  const biasScale = sketch.scalar("bias_scale", types.float32, 0.01);
  const biasZero = sketch.scalar("bias_zero", types.int32, 0);
  sketch.add("DequantizeLinear", [small, biasScale, biasZero], ["bias_dq"]);
  return sketch.add("Conv", ["input_dq", "conv_weight_dq", "bias_dq"], ["conv"], window);
}

function dense(sketch: Sketch, shape: ClassifierShape, input: string, type: number): string {
  const weights = noise(filters * classes, 11);
  if (shape.quantized !== "dynamic") {
    const name = sketch.weight("fc_weight", [filters, classes], type, weights);
    return sketch.add("MatMul", [input, name], ["logits"]);
  }
  const { whole, scale } = quantize(weights);
  // Unsigned weights, with a zero point that is not zero.
  const shifted = whole.map((one) => one + 128);
  const name = sketch.weight("fc_weight_int", [filters, classes], types.uint8, shifted);
  const zero = sketch.scalar("fc_weight_zero", types.uint8, 128);
  const weightScale = sketch.scalar("fc_weight_scale", types.float32, scale);
  sketch.add("DynamicQuantizeLinear", [input], ["fq", "fs", "fz"]);
  sketch.add("MatMulInteger", ["fq", name, "fz", zero], ["fc_int"]);
  sketch.add("Cast", ["fc_int"], ["fc_cast"], [int("to", types.float32)]);
  sketch.add("Mul", ["fs", weightScale], ["fc_scale"]);
  return sketch.add("Mul", ["fc_cast", "fc_scale"], ["logits"]);
}

/** A classifier of 16 × 16 pictures and five classes: convolution, ReLU, mean, product, softmax. */
export function onnxClassifier(asked: Partial<ClassifierShape> = {}): readonly ModelFile[] {
  const shape = { ...usual, ...asked };
  const sketch = new Sketch();
  const type = shape.input === "float16" ? types.float16 : types.float32;
  let input = "image";
  if (shape.input === "uint8") {
    input = sketch.add("Cast", [input], ["image_float"], [int("to", types.float32)]);
  }
  if (shape.layout === "NHWC") {
    input = sketch.add("Transpose", [input], ["image_planes"], [ints("perm", [0, 3, 1, 2])]);
  }
  const conv = convolution(sketch, shape, input, type);
  sketch.add("Relu", [conv], ["relu"]);
  sketch.add("GlobalAveragePool", ["relu"], ["mean"]);
  sketch.add("Flatten", ["mean"], ["flat"], [int("axis", 1)]);
  const logits = dense(sketch, shape, "flat", type);
  sketch.add("Softmax", [logits], ["scores"], [int("axis", 1)]);
  const sizes = shape.layout === "NCHW" ? [1, 3, side, side] : [1, side, side, 3];
  const open = sizes.map((size, axis) => shape.open[axis] ?? size);
  const inputs = [port("image", types[shape.input], open)];
  const files: ModelFile[] = [];
  let initializer: onnx.Tensor[] = sketch.tensors;
  let nodes = sketch.nodes;
  if (shape.weights === "constants") {
    const constants = sketch.tensors.map(
      (tensor) =>
        new onnx.Node({
          opType: "Constant",
          output: [tensor.name],
          attribute: [{ name: "value", t: tensor, type: 4 }],
        }),
    );
    nodes = [...constants, ...nodes];
    initializer = [];
  } else if (shape.weights === "inputs") {
    for (const { name, dims, dataType } of sketch.tensors) {
      inputs.push(port(name, dataType, dims.map(Number)));
    }
  } else if (shape.weights === "external") {
    let offset = 0;
    const chunks: number[] = [];
    for (const tensor of sketch.tensors) {
      const raw = tensor.rawData;
      const entry = (key: string, value: string) => ({ key, value: strToU8(value) });
      tensor.externalData = [
        new onnx.StringStringEntry(entry("location", "weights.bin")),
        new onnx.StringStringEntry(entry("offset", String(offset))),
        new onnx.StringStringEntry(entry("length", String(raw.length))),
      ];
      tensor.dataLocation = 1;
      tensor.rawData = new Uint8Array();
      chunks.push(...raw);
      offset += raw.length;
    }
    files.push({ name: "weights.bin", bytes: Uint8Array.from(chunks) });
  }
  const metadataProps = Object.entries(shape.metadata).map(([key, value]) => ({
    key,
    value: strToU8(value),
  }));
  const model = new onnx.Model({
    irVersion: 8,
    producerName: "pytorch",
    producerVersion: "2.1.0",
    opsetImport: [{ domain: "", version: shape.opset }],
    metadataProps,
    graph: new onnx.Graph({
      name: "classifier",
      node: nodes,
      initializer,
      input: inputs,
      output: [port("scores", type, [shape.open[0] ?? 1, classes])],
    }),
  });
  return [
    { name: "classifier.onnx", bytes: new Uint8Array(onnx.Model.encode(model).finish()) },
    ...files,
  ];
}

/** A model with these ports and one node, for rules that look at shapes only. */
export function onnxWithPorts(
  inputs: Readonly<Record<string, readonly (number | string)[]>>,
  outputs: Readonly<Record<string, readonly (number | string)[]>>,
  { opType = "Foo", domain = "", metadata = {} as Readonly<Record<string, string>> } = {},
): ModelFile {
  const [input = ""] = Object.keys(inputs);
  const ports = (of: typeof inputs) =>
    Object.entries(of).map(([name, sizes]) => port(name, types.float32, sizes));
  const model = new onnx.Model({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 13 }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({
      key,
      value: strToU8(value),
    })),
    graph: new onnx.Graph({
      name: "ports",
      node: [new onnx.Node({ opType, domain, input: [input], output: Object.keys(outputs) })],
      input: ports(inputs),
      output: ports(outputs),
    }),
  });
  return { name: "ports.onnx", bytes: new Uint8Array(onnx.Model.encode(model).finish()) };
}

/** A model of graphs within graphs: an `If` in the branch of an `If`, and so on. */
export function nestedOnnx(depth: number): ModelFile {
  let graph = onnx.Graph.encode({ name: "innermost" }).finish();
  for (let level = 0; level < depth; level += 1) {
    graph = onnx.Graph.encode({
      node: [
        {
          opType: "If",
          input: ["c"],
          output: ["o"],
          attribute: [{ name: "then_branch", g: graph, type: 5 }],
        },
      ],
      output: [{ name: "o" }],
    }).finish();
  }
  const bytes = onnx.Model.encode({
    irVersion: 8,
    opsetImport: [{ version: 13 }],
    graph: onnx.Graph.decode(graph),
  }).finish();
  return { name: "nested.onnx", bytes: new Uint8Array(bytes) };
}
