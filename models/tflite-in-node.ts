import * as tf from "@tensorflow/tfjs-core";
import { ByteBuffer } from "flatbuffers";
import {
  ActivationFunctionType,
  BuiltinOperator,
  ConcatenationOptionsT,
  Conv2DOptionsT,
  DepthwiseConv2DOptionsT,
  Model,
  type ModelT,
  type OperatorT,
  Padding,
  Pool2DOptionsT,
  ReducerOptionsT,
  ReshapeOptionsT,
  ResizeBilinearOptionsT,
  type TensorT,
  TensorType,
} from "#model-kit/tflite";
import type { CpuTensor } from "#shared";

/** Runs a network once; the outputs come in the file's order. */
export type TfliteNetwork = (input: CpuTensor) => readonly CpuTensor<"float32">[];

/** What an operator is computed from, in the file's order; optional inputs may be absent. */
type Inputs = readonly (tf.Tensor | undefined)[];

/**
 * Opens a float TFLite file with one input to be run operator by operator on TF.js's current backend: slow,
 * and with no kernel in common with LiteRT. It knows the operators of the shipped networks; a fused
 * activation of another kind than the two that occur there is an error, never passed over.
 * @throws Error at a file without a graph, and when run at an operator that it does not know
 */
export function openTflite(bytes: Uint8Array): TfliteNetwork {
  const model = Model.getRootAsModel(new ByteBuffer(bytes)).unpack();
  const [graph] = model.subgraphs;
  if (!graph) throw new Error("The file holds no graph.");
  const constants = graph.tensors.map((tensor) => constantOf(model, tensor));
  return ({ data, shape }) => {
    let answers: readonly CpuTensor<"float32">[] = [];
    tf.tidy(() => {
      const values = new Map<number, tf.Tensor>();
      for (const [index, constant] of constants.entries()) {
        if (constant) values.set(index, tf.tensor(constant.data, constant.shape, constant.dtype));
      }
      values.set(graph.inputs[0] ?? -1, tf.tensor(data, [...shape], "float32"));
      for (const operator of graph.operators) {
        const inputs = operator.inputs.map((index) => values.get(index));
        values.set(operator.outputs[0] ?? -1, compute(nameOf(model, operator), operator, inputs));
      }
      answers = graph.outputs.map((index): CpuTensor<"float32"> => {
        const value = values.get(index);
        if (!value) throw new Error("An output was never computed.");
        const name = String(graph.tensors[index]?.name ?? "");
        const data = Float32Array.from(value.dataSync());
        return { place: "cpu", name, shape: value.shape, dtype: "float32", data };
      });
    });
    return answers;
  };
}

function nameOf({ operatorCodes }: ModelT, { opcodeIndex }: OperatorT): string {
  const code = operatorCodes[opcodeIndex];
  // Newer files have the number in a wider field and 127 in the old one.
  const builtin = Math.max(code?.builtinCode ?? 0, code?.deprecatedBuiltinCode ?? 0);
  if (builtin === BuiltinOperator.CUSTOM) return String(code?.customCode ?? "?");
  return BuiltinOperator[builtin] ?? "?";
}

interface Constant {
  readonly data: Float32Array | Int32Array;
  readonly shape: number[];
  readonly dtype: "float32" | "int32";
}

function constantOf({ buffers }: ModelT, { buffer, shape, type }: TensorT): Constant | undefined {
  const bytes = Uint8Array.from(buffers[buffer]?.data ?? []);
  if (bytes.length === 0) return undefined;
  switch (type) {
    case TensorType.FLOAT32:
      return { data: new Float32Array(bytes.buffer), shape, dtype: "float32" };
    case TensorType.FLOAT16:
      return {
        data: Float32Array.from(new Uint16Array(bytes.buffer), halfToFloat),
        shape,
        dtype: "float32",
      };
    case TensorType.INT32:
      return { data: new Int32Array(bytes.buffer), shape, dtype: "int32" };
    default:
      throw new Error(`Constants of type ${TensorType[type]} are not known.`);
  }
}

/** IEEE 754 binary16; written again here, so that the reference shares nothing with what it proves. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function compute(
  name: string,
  { builtinOptions, customOptions }: OperatorT,
  inputs: Inputs,
): tf.Tensor {
  const [first, second, third] = inputs;
  if (!first) throw new Error(`${name} has no input.`);
  const picture = first as tf.Tensor4D;
  const other = (): tf.Tensor => {
    if (!second) throw new Error(`${name} lacks its second input.`);
    return second;
  };
  switch (name) {
    case "DEQUANTIZE":
      // Halves became floats when they were read.
      return first;
    case "CONV_2D": {
      const options = optionsOf(name, builtinOptions, Conv2DOptionsT);
      // Output, height, width, input → height, width, input, output.
      const filter = tf.transpose(other() as tf.Tensor4D, [1, 2, 3, 0]);
      const { strideH, strideW, dilationHFactor, dilationWFactor } = options;
      const sum = tf.conv2d(picture, filter, [strideH, strideW], padding(options), "NHWC", [
        dilationHFactor,
        dilationWFactor,
      ]);
      return activate(third ? tf.add(sum, third) : sum, options.fusedActivationFunction);
    }
    case "DEPTHWISE_CONV_2D": {
      const options = optionsOf(name, builtinOptions, DepthwiseConv2DOptionsT);
      const filter = tf.transpose(other() as tf.Tensor4D, [1, 2, 3, 0]);
      const { strideH, strideW } = options;
      const sum = tf.depthwiseConv2d(picture, filter, [strideH, strideW], padding(options));
      return activate(third ? tf.add(sum, third) : sum, options.fusedActivationFunction);
    }
    case "MAX_POOL_2D": {
      const options = optionsOf(name, builtinOptions, Pool2DOptionsT);
      const { filterHeight, filterWidth, strideH, strideW } = options;
      const window: [number, number] = [filterHeight, filterWidth];
      return tf.maxPool(picture, window, [strideH, strideW], padding(options));
    }
    case "AVERAGE_POOL_2D": {
      const options = optionsOf(name, builtinOptions, Pool2DOptionsT);
      const { filterHeight, filterWidth, strideH, strideW } = options;
      const window: [number, number] = [filterHeight, filterWidth];
      return tf.avgPool(picture, window, [strideH, strideW], padding(options));
    }
    case "ADD":
      return activate(tf.add(first, other()), activationOf(builtinOptions));
    case "MUL":
      return activate(tf.mul(first, other()), activationOf(builtinOptions));
    case "RELU":
      return tf.relu(first);
    case "HARD_SWISH":
      return tf.div(tf.mul(first, tf.relu6(tf.add(first, 3))), 6);
    case "Convolution2DTransposeBias":
      return transposedConvolution(picture, other() as tf.Tensor4D, third, customOptions);
    case "FULLY_CONNECTED": {
      const sum = tf.matMul(tf.reshape(first, [1, -1]), other() as tf.Tensor2D, false, true);
      return activate(third ? tf.add(sum, third) : sum, activationOf(builtinOptions));
    }
    case "PRELU":
      return tf.prelu(first, other());
    case "LOGISTIC":
      return tf.sigmoid(first);
    case "MEAN": {
      const { keepDims } = optionsOf(name, builtinOptions, ReducerOptionsT);
      return tf.mean(first, [...other().dataSync()], keepDims);
    }
    case "PAD":
      return tf.pad(first, pairs(other().dataSync()));
    case "RESIZE_BILINEAR": {
      const options = optionsOf(name, builtinOptions, ResizeBilinearOptionsT);
      const [height = 0, width = 0] = other().dataSync();
      const { alignCorners, halfPixelCenters } = options;
      return tf.image.resizeBilinear(picture, [height, width], alignCorners, halfPixelCenters);
    }
    case "RESHAPE": {
      const newShape = second
        ? [...second.dataSync()]
        : optionsOf(name, builtinOptions, ReshapeOptionsT).newShape;
      return tf.reshape(first, newShape);
    }
    case "CONCATENATION": {
      const { axis } = optionsOf(name, builtinOptions, ConcatenationOptionsT);
      const parts = inputs.filter((input) => input !== undefined);
      return activate(tf.concat(parts, axis), activationOf(builtinOptions));
    }
    default:
      throw new Error(`The operator ${name} is not known.`);
  }
}

/**
 * MediaPipe's own operator (mediapipe/util/tflite/operations/transpose_conv_bias.cc). Its options are three
 * 32-bit numbers: padding (1: same, 2: valid), and the strides across and down.
 */
function transposedConvolution(
  picture: tf.Tensor4D,
  weights: tf.Tensor4D,
  bias: tf.Tensor | undefined,
  options: readonly number[],
): tf.Tensor {
  const view = new DataView(Uint8Array.from(options).buffer);
  const same = view.getInt32(0, true) === 1;
  const [across, down] = [view.getInt32(4, true), view.getInt32(8, true)];
  const [count, height, width] = picture.shape;
  const [depth, kernelHeight, kernelWidth] = weights.shape;
  const grown: [number, number, number, number] = same
    ? [count, height * down, width * across, depth]
    : [count, (height - 1) * down + kernelHeight, (width - 1) * across + kernelWidth, depth];
  // Output, height, width, input → height, width, output, input.
  const filter = tf.transpose(weights, [1, 2, 0, 3]);
  const sum = tf.conv2dTranspose(picture, filter, grown, [down, across], same ? "same" : "valid");
  return bias ? tf.add(sum, bias) : sum;
}

function optionsOf<Options>(
  name: string,
  options: unknown,
  kind: new (...values: never[]) => Options,
): Options {
  if (options instanceof kind) return options;
  throw new Error(`${name} has not its options.`);
}

function padding({ padding }: { readonly padding: Padding }): "same" | "valid" {
  return padding === Padding.SAME ? "same" : "valid";
}

function activationOf(options: unknown): ActivationFunctionType {
  return (
    (options as { fusedActivationFunction?: ActivationFunctionType } | null)
      ?.fusedActivationFunction ?? ActivationFunctionType.NONE
  );
}

function activate(value: tf.Tensor, activation: ActivationFunctionType): tf.Tensor {
  if (activation === ActivationFunctionType.NONE) return value;
  if (activation === ActivationFunctionType.RELU) return tf.relu(value);
  if (activation === ActivationFunctionType.RELU6) return tf.relu6(value);
  throw new Error(`The activation ${ActivationFunctionType[activation]} is not known.`);
}

function pairs(flat: ArrayLike<number>): [number, number][] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [
    flat[2 * index] ?? 0,
    flat[2 * index + 1] ?? 0,
  ]);
}
