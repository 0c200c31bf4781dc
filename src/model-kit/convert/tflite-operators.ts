import {
  ActivationFunctionType,
  AddOptionsT,
  ArgMaxOptionsT,
  CastOptionsT,
  BuiltinOperator as Code,
  ConcatenationOptionsT,
  Conv2DOptionsT,
  DepthwiseConv2DOptionsT,
  DivOptionsT,
  FullyConnectedOptionsT,
  BuiltinOptions as Kind,
  MirrorPadMode,
  MirrorPadOptionsT,
  MulOptionsT,
  Padding,
  Pool2DOptionsT,
  ReducerOptionsT,
  ReshapeOptionsT,
  ResizeBilinearOptionsT,
  ResizeNearestNeighborOptionsT,
  SoftmaxOptionsT,
  StridedSliceOptionsT,
  SubOptionsT,
  TensorType,
} from "../tflite/generated/tflite-model.ts";
import type {
  Activation,
  BinaryKind,
  Operation,
  UnaryKind,
  ValueInfo,
  ValueType,
} from "./graph.ts";
import type { TfliteOperator } from "./tflite-file.ts";

/** How an operation is called in TFLite; `parameters` are further inputs, all lists of whole numbers. */
export interface TfliteCall {
  readonly code: Code;
  readonly version?: number;
  readonly options?: TfliteOperator["options"];
  readonly parameters?: readonly {
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
}

const activations: Readonly<Record<Activation, ActivationFunctionType>> = {
  none: ActivationFunctionType.NONE,
  relu: ActivationFunctionType.RELU,
  relu6: ActivationFunctionType.RELU6,
};

const unary: Readonly<Record<UnaryKind, Code>> = {
  relu: Code.RELU,
  relu6: Code.RELU6,
  hardSwish: Code.HARD_SWISH,
  sigmoid: Code.LOGISTIC,
  tanh: Code.TANH,
  exp: Code.EXP,
  sqrt: Code.SQRT,
  rsqrt: Code.RSQRT,
  square: Code.SQUARE,
  neg: Code.NEG,
  abs: Code.ABS,
  floor: Code.FLOOR,
};

/** The element type as TFLite numbers it. */
export function tfliteType(dtype: ValueType): TensorType {
  if (dtype === "bool") return TensorType.BOOL;
  return dtype === "float32" ? TensorType.FLOAT32 : TensorType.INT32;
}

function list(values: readonly number[]): {
  readonly shape: readonly number[];
  readonly values: readonly number[];
} {
  return { shape: [values.length], values };
}

function binaryCall(kind: BinaryKind, activation: Activation): TfliteCall {
  const clip = activations[activation];
  switch (kind) {
    case "add":
      return { code: Code.ADD, options: { type: Kind.AddOptions, table: new AddOptionsT(clip) } };
    case "sub":
      return { code: Code.SUB, options: { type: Kind.SubOptions, table: new SubOptionsT(clip) } };
    case "mul":
      return { code: Code.MUL, options: { type: Kind.MulOptions, table: new MulOptionsT(clip) } };
    case "div":
      return { code: Code.DIV, options: { type: Kind.DivOptions, table: new DivOptionsT(clip) } };
    case "floorDiv":
      return { code: Code.FLOOR_DIV };
    case "squaredDifference":
      return { code: Code.SQUARED_DIFFERENCE };
    case "maximum":
      return { code: Code.MAXIMUM };
    case "minimum":
      return { code: Code.MINIMUM };
  }
}

/**
 * How TFLite calls an operation.
 * @param same for windows: whether the border is what TensorFlow calls `SAME` (else there is none)
 * @param multiplier for `depthwise`: results for each channel
 */
export function tfliteCall(
  operation: Operation,
  input: ValueInfo,
  same: boolean,
  multiplier: number,
): TfliteCall {
  const padding = same ? Padding.SAME : Padding.VALID;
  switch (operation.kind) {
    case "conv": {
      const { strides, dilations, activation } = operation;
      const table = new Conv2DOptionsT(
        padding,
        strides[1],
        strides[0],
        activations[activation],
        dilations[1],
        dilations[0],
      );
      return { code: Code.CONV_2D, options: { type: Kind.Conv2DOptions, table } };
    }
    case "depthwise": {
      const { strides, dilations, activation } = operation;
      const table = new DepthwiseConv2DOptionsT(
        padding,
        strides[1],
        strides[0],
        multiplier,
        activations[activation],
        dilations[1],
        dilations[0],
      );
      const version = dilations.some((step) => step > 1) ? 2 : 1;
      return {
        code: Code.DEPTHWISE_CONV_2D,
        version,
        options: { type: Kind.DepthwiseConv2DOptions, table },
      };
    }
    case "maxPool":
    case "averagePool": {
      const { window, strides } = operation;
      const table = new Pool2DOptionsT(padding, strides[1], strides[0], window[1], window[0]);
      const code = operation.kind === "maxPool" ? Code.MAX_POOL_2D : Code.AVERAGE_POOL_2D;
      return { code, options: { type: Kind.Pool2DOptions, table } };
    }
    case "dense": {
      const table = new FullyConnectedOptionsT(activations[operation.activation]);
      return { code: Code.FULLY_CONNECTED, options: { type: Kind.FullyConnectedOptions, table } };
    }
    case "resize": {
      const { method, size, alignCorners, halfPixelCenters } = operation;
      const version = halfPixelCenters ? 3 : 1;
      const parameters = [list(size)];
      if (method === "bilinear") {
        const table = new ResizeBilinearOptionsT(alignCorners, halfPixelCenters);
        return {
          code: Code.RESIZE_BILINEAR,
          version,
          parameters,
          options: { type: Kind.ResizeBilinearOptions, table },
        };
      }
      const table = new ResizeNearestNeighborOptionsT(alignCorners, halfPixelCenters);
      const options = { type: Kind.ResizeNearestNeighborOptions, table };
      return { code: Code.RESIZE_NEAREST_NEIGHBOR, version, parameters, options };
    }
    case "reshape": {
      const table = new ReshapeOptionsT([...operation.shape]);
      return {
        code: Code.RESHAPE,
        parameters: [list(operation.shape)],
        options: { type: Kind.ReshapeOptions, table },
      };
    }
    case "transpose":
      return { code: Code.TRANSPOSE, parameters: [list(operation.order)] };
    case "concat": {
      const table = new ConcatenationOptionsT(operation.axis);
      return { code: Code.CONCATENATION, options: { type: Kind.ConcatenationOptions, table } };
    }
    case "pad": {
      const { before, after, mode } = operation;
      const values = before.flatMap((rows, axis) => [rows, after[axis] ?? 0]);
      const parameters = [{ shape: [before.length, 2], values }];
      if (mode === "zero") return { code: Code.PAD, parameters };
      const table = new MirrorPadOptionsT(
        mode === "reflect" ? MirrorPadMode.REFLECT : MirrorPadMode.SYMMETRIC,
      );
      return { code: Code.MIRROR_PAD, parameters, options: { type: Kind.MirrorPadOptions, table } };
    }
    case "mean":
    case "sum":
    case "max": {
      const code = { mean: Code.MEAN, sum: Code.SUM, max: Code.REDUCE_MAX }[operation.kind];
      const options = { type: Kind.ReducerOptions, table: new ReducerOptionsT(operation.keepDims) };
      return { code, parameters: [list(operation.axes)], options };
    }
    case "argMax": {
      const options = { type: Kind.ArgMaxOptions, table: new ArgMaxOptionsT(TensorType.INT32) };
      return { code: Code.ARG_MAX, parameters: [{ shape: [], values: [operation.axis] }], options };
    }
    case "cast": {
      const table = new CastOptionsT(tfliteType(input.dtype), tfliteType(operation.to));
      return { code: Code.CAST, options: { type: Kind.CastOptions, table } };
    }
    case "slice": {
      const { begin, size, strides } = operation;
      if (strides.every((stride) => stride === 1)) {
        return { code: Code.SLICE, parameters: [list(begin), list(size)] };
      }
      const end = begin.map(
        (from, axis) => from + ((size[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1,
      );
      const options = { type: Kind.StridedSliceOptions, table: new StridedSliceOptionsT() };
      return {
        code: Code.STRIDED_SLICE,
        parameters: [list(begin), list(end), list(strides)],
        options,
      };
    }
    case "gatherNd":
      return { code: Code.GATHER_ND };
    case "prelu":
      return { code: Code.PRELU };
    case "softmax":
      return {
        code: Code.SOFTMAX,
        options: { type: Kind.SoftmaxOptions, table: new SoftmaxOptionsT(1) },
      };
    case "relu":
    case "relu6":
    case "hardSwish":
    case "sigmoid":
    case "tanh":
    case "exp":
    case "sqrt":
    case "rsqrt":
    case "square":
    case "neg":
    case "abs":
    case "floor":
      return { code: unary[operation.kind] };
    default:
      return binaryCall(operation.kind, operation.activation);
  }
}
