/**
 * Element types that a graph computes with; half and 8-bit weights are widened when it is read. Halves occur
 * only where a graph was rewritten to compute in them.
 */
export type ValueType = "float32" | "float16" | "int32" | "bool";

/** Shape and element type of a value. Shapes are static: what is dynamic was given a size before. */
export interface ValueInfo {
  readonly shape: readonly number[];
  readonly dtype: ValueType;
}

/** A value known before the graph runs, row-major. */
export interface Constant extends ValueInfo {
  readonly data: Float32Array | Int32Array;
}

/** Rows and columns of zeros (of nothing, for pooling) around a picture. */
export interface Border {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Height first. */
export type Pair = readonly [number, number];

/** What a step may do to its result at no cost. */
export type Activation = "none" | "relu" | "relu6";

/** Elementwise, with NumPy's broadcasting. */
export type BinaryKind =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "floorDiv"
  | "squaredDifference"
  | "maximum"
  | "minimum";

/** Elementwise, shape and type kept. */
export type UnaryKind =
  | "relu"
  | "relu6"
  | "hardSwish"
  | "sigmoid"
  | "tanh"
  | "exp"
  | "sqrt"
  | "rsqrt"
  | "square"
  | "neg"
  | "abs"
  | "floor";

/**
 * What a step computes, in TensorFlow's meaning: pictures are `[N, H, W, C]`. Inputs in order:
 * `conv` picture, weights `[H, W, in, out]`, bias `[out]`; `depthwise` picture, weights
 * `[H, W, in, multiplier]`, bias; `prelu` value, slopes; `dense` value `[N, in]`, weights `[in, out]`, bias;
 * `gatherNd` values, indices; `concat` any number; all others one, or two where they are binary.
 */
export type Operation =
  | {
      readonly kind: "conv" | "depthwise";
      readonly strides: Pair;
      readonly dilations: Pair;
      readonly border: Border;
      readonly activation: Activation;
    }
  | { readonly kind: BinaryKind; readonly activation: Activation }
  | { readonly kind: UnaryKind | "prelu" | "softmax" | "gatherNd" }
  | { readonly kind: "dense"; readonly activation: Activation }
  | {
      readonly kind: "maxPool" | "averagePool";
      readonly window: Pair;
      readonly strides: Pair;
      readonly border: Border;
    }
  | {
      readonly kind: "resize";
      readonly method: "bilinear" | "nearest";
      readonly size: Pair;
      readonly alignCorners: boolean;
      readonly halfPixelCenters: boolean;
    }
  | { readonly kind: "reshape"; readonly shape: readonly number[] }
  | { readonly kind: "transpose"; readonly order: readonly number[] }
  | { readonly kind: "concat"; readonly axis: number }
  | {
      readonly kind: "pad";
      readonly before: readonly number[];
      readonly after: readonly number[];
      readonly mode: "zero" | "reflect" | "symmetric";
    }
  | {
      readonly kind: "mean" | "sum" | "max";
      readonly axes: readonly number[];
      readonly keepDims: boolean;
    }
  | { readonly kind: "argMax"; readonly axis: number }
  | { readonly kind: "cast"; readonly to: ValueType }
  | {
      readonly kind: "slice";
      readonly begin: readonly number[];
      readonly size: readonly number[];
      readonly strides: readonly number[];
    };

/** One operation with the names of the values that it reads and the one that it makes. */
export interface Step {
  readonly operation: Operation;
  readonly inputs: readonly string[];
  readonly output: string;
}

/** A network whose shapes are all static, in the order in which it runs. */
export interface Graph {
  readonly inputs: readonly string[];
  /** In the order in which they are wanted; each is made by a step of its own. */
  readonly outputs: readonly string[];
  /** Inputs and what steps make. */
  readonly values: ReadonlyMap<string, ValueInfo>;
  readonly constants: ReadonlyMap<string, Constant>;
  readonly steps: readonly Step[];
}
