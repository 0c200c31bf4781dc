import { Builder } from "flatbuffers";
import type { ModelFile } from "../report.ts";
import {
  ActivationFunctionType,
  BufferT,
  BuiltinOperator,
  BuiltinOptions,
  Conv2DOptionsT,
  FullyConnectedOptionsT,
  Model,
  ModelT,
  OperatorCodeT,
  OperatorT,
  Padding,
  QuantizationParametersT,
  ReducerOptionsT,
  SoftmaxOptionsT,
  SubGraphT,
  TensorT,
  TensorType,
} from "../tflite/generated/tflite-model.ts";
import { noise } from "./onnx-sketch.ts";

/** Element types that a small TFLite classifier computes with. */
export type TfliteKind = "float" | "uint8" | "int8";

/** What is to be unlike the usual. */
export interface TfliteShape {
  readonly openBatch: boolean;
  /** A custom operator in place of softmax. */
  readonly custom: string;
}

const side = 16;
const filters = 8;
const classes = 5;

/** A classifier of 16 × 16 pictures and five classes: convolution, mean, product, softmax. */
export function tfliteClassifier(
  kind: TfliteKind,
  { openBatch, custom }: TfliteShape = { openBatch: false, custom: "" },
): ModelFile {
  const buffers: BufferT[] = [new BufferT()];
  const tensors: TensorT[] = [];
  const type = { float: TensorType.FLOAT32, uint8: TensorType.UINT8, int8: TensorType.INT8 }[kind];
  const scaled = (scale: number, zero: number): QuantizationParametersT =>
    new QuantizationParametersT([], [], [scale], [BigInt(zero)]);
  const middle = kind === "uint8" ? 128 : 0;
  const add = (
    name: string,
    shape: number[],
    tensorType: TensorType,
    quantization: QuantizationParametersT | null,
    data?: Uint8Array,
  ): number => {
    if (data) buffers.push(new BufferT([...data]));
    const tensor = new TensorT(shape, tensorType, data ? buffers.length - 1 : 0, name);
    tensor.quantization = quantization;
    tensor.hasRank = true;
    if (openBatch && !data) tensor.shapeSignature = [-1, ...shape.slice(1)];
    tensors.push(tensor);
    return tensors.length - 1;
  };
  const value = (name: string, shape: number[], scale: number, zero = middle): number =>
    add(name, shape, type, kind === "float" ? null : scaled(scale, zero));
  const weight = (name: string, shape: number[], seed: number): number => {
    const numbers = noise(
      shape.reduce((product, size) => product * size, 1),
      seed,
    );
    if (kind === "float") {
      return add(name, shape, type, null, new Uint8Array(numbers.buffer));
    }
    const bytes = Uint8Array.from(numbers, (one) => (Math.round(one * 127) + middle) & 0xff);
    return add(name, shape, type, scaled(1 / 127, middle), bytes);
  };
  const bias = (name: string, count: number, scale: number): number =>
    kind === "float"
      ? add(name, [count], TensorType.FLOAT32, null, new Uint8Array(count * 4))
      : add(name, [count], TensorType.INT32, scaled(scale, 0), new Uint8Array(count * 4));
  const image = value("image", [1, side, side, 3], 1 / 128);
  const conv = value("conv", [1, side / 2, side / 2, filters], 1 / 16);
  const mean = value("mean", [1, filters], 1 / 16);
  const logits = value("logits", [1, classes], 1 / 8);
  const scores = value("scores", [1, classes], 1 / 256, kind === "int8" ? -128 : 0);
  const convWeight = weight("conv/weight", [filters, 3, 3, 3], 7);
  const convBias = bias("conv/bias", filters, 1 / 128 / 127);
  const axes = add("axes", [2], TensorType.INT32, null, new Uint8Array(Int32Array.of(1, 2).buffer));
  const fcWeight = weight("fc/weight", [classes, filters], 11);
  const fcBias = bias("fc/bias", classes, 1 / 16 / 127);
  const codes = [
    BuiltinOperator.CONV_2D,
    BuiltinOperator.MEAN,
    BuiltinOperator.FULLY_CONNECTED,
    custom === "" ? BuiltinOperator.SOFTMAX : BuiltinOperator.CUSTOM,
  ].map(
    (code) => new OperatorCodeT(code, code === BuiltinOperator.CUSTOM ? custom : null, 2, code),
  );
  const conv2d = new Conv2DOptionsT(Padding.SAME, 2, 2, ActivationFunctionType.RELU);
  const operators = [
    new OperatorT(0, [image, convWeight, convBias], [conv], BuiltinOptions.Conv2DOptions, conv2d),
    new OperatorT(
      1,
      [conv, axes],
      [mean],
      BuiltinOptions.ReducerOptions,
      new ReducerOptionsT(false),
    ),
    new OperatorT(
      2,
      [mean, fcWeight, fcBias],
      [logits],
      BuiltinOptions.FullyConnectedOptions,
      new FullyConnectedOptionsT(),
    ),
    custom === ""
      ? new OperatorT(3, [logits], [scores], BuiltinOptions.SoftmaxOptions, new SoftmaxOptionsT(1))
      : new OperatorT(3, [logits], [scores]),
  ];
  const graph = new SubGraphT(tensors, [image], [scores], operators, "main");
  const model = new ModelT(3, codes, [graph], "test", buffers);
  const builder = new Builder(4096);
  Model.finishModelBuffer(builder, model.pack(builder));
  return { name: `classifier-${kind}.tflite`, bytes: builder.asUint8Array().slice() };
}
