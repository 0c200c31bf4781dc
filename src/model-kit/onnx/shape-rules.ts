import type { ElementType, Shape } from "../report.ts";
import { axisOf, broadcast, reshaped, type Size } from "../shape-arithmetic.ts";
import { nothing, type Value } from "../value.ts";
import { at, ints, type NodeView, one, type ShapeRule } from "./node-view.ts";
import {
  blocks,
  convolution,
  convTranspose,
  globalPool,
  pad,
  pool,
  resize,
} from "./window-rules.ts";

const same: ShapeRule = (node) => one(at(node, 0).dtype, at(node, 0).shape);

const elementwise: ShapeRule = (node) => {
  const shape = node.inputs.reduce<Shape | null>(
    (sum, { shape }, index) => (index === 0 ? shape : broadcast(sum, shape)),
    null,
  );
  const dtype = node.inputs.find((input) => input.dtype !== "unknown")?.dtype ?? "unknown";
  return one(dtype, shape);
};

const comparison: ShapeRule = (node) => one("bool", elementwise(node)[0]?.shape ?? null);

const gemm: ShapeRule = (node) => {
  const a = at(node, 0).shape;
  const b = at(node, 1).shape;
  const rows = a?.[node.attributes.int("transA", 0) === 1 ? 1 : 0] ?? null;
  const columns = b?.[node.attributes.int("transB", 0) === 1 ? 0 : 1] ?? null;
  return one(at(node, 0).dtype, [rows, columns]);
};

/** The shape of a (batched) matrix product. */
function productShape(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (batch === null) return null;
  return [
    ...batch,
    ...(a.length === 1 ? [] : [left.at(-2) ?? null]),
    ...(b.length === 1 ? [] : [right.at(-1) ?? null]),
  ];
}

function product(second: number, dtype: (node: NodeView) => ElementType): ShapeRule {
  return (node) => one(dtype(node), productShape(at(node, 0).shape, at(node, second).shape));
}

const reduce: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  if (shape === null) return one(dtype, null);
  if (node.inputs[1] !== undefined && at(node, 1).known === undefined) return one(dtype, null);
  const asked = ints(node, "axes", 1);
  const none = asked === null || asked.length === 0;
  if (none && node.attributes.int("noop_with_empty_axes", 0) === 1) return one(dtype, shape);
  const axes = new Set(none ? shape.keys() : asked.map((axis) => axisOf(axis, shape.length)));
  const keep = node.attributes.int("keepdims", 1) === 1;
  return one(
    dtype,
    shape.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size])),
  );
};

const argMax: ShapeRule = (node) => {
  const { shape } = at(node, 0);
  if (shape === null) return one("int64", null);
  const axis = axisOf(node.attributes.int("axis", 0), shape.length);
  const keep = node.attributes.int("keepdims", 1) === 1;
  return one(
    "int64",
    shape.flatMap((size, index) => (index === axis ? (keep ? [1] : []) : [size])),
  );
};

const topK: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  const count = node.attributes.has("k") ? node.attributes.int("k", 1) : at(node, 1).known?.[0];
  const axis = shape && axisOf(node.attributes.int("axis", -1), shape.length);
  const top = shape?.map((size, index) => (index === axis ? (count ?? null) : size)) ?? null;
  return [
    { dtype, shape: top },
    { dtype: "int64", shape: top },
  ];
};

const transpose: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  if (shape === null) return one(dtype, null);
  const order = node.attributes.ints("perm") ?? shape.map((_, axis) => shape.length - 1 - axis);
  return one(
    dtype,
    order.length === shape.length ? order.map((axis) => shape[axis] ?? null) : null,
  );
};

const reshape: ShapeRule = (node) => {
  const { shape, dtype, known } = at(node, 0);
  const target = ints(node, "shape", 1);
  if (target === null) {
    // Only the rank of the target may be known.
    const rank = at(node, 1).shape?.[0] ?? null;
    return one(dtype, rank === null || rank > 16 ? null : Array<Size>(rank).fill(null));
  }
  const result = reshaped(shape, target, node.attributes.int("allowzero", 0) === 0);
  return [known === undefined ? { dtype, shape: result } : { dtype, shape: result, known }];
};

const flatten: ShapeRule = (node) => {
  const { shape, dtype } = at(node, 0);
  if (shape === null) return one(dtype, [null, null]);
  const axis = node.attributes.int("axis", 1);
  const split = axis < 0 ? axis + shape.length : axis;
  const times = (sizes: Shape): Size =>
    sizes.reduce<Size>((all, size) => (all === null || size === null ? null : all * size), 1);
  return one(dtype, [times(shape.slice(0, split)), times(shape.slice(split))]);
};

const quantize: ShapeRule = (node) => {
  const zero = at(node, 2).dtype;
  return one(zero === "unknown" ? "uint8" : zero, at(node, 0).shape);
};

const dequantize: ShapeRule = (node) => one(at(node, 1).dtype, at(node, 0).shape);

const dynamicQuantize: ShapeRule = (node) => [
  { dtype: "uint8", shape: at(node, 0).shape },
  { dtype: "float32", shape: [] },
  { dtype: "uint8", shape: [] },
];

const firstAndMore: ShapeRule = (node) => [
  { dtype: at(node, 0).dtype, shape: at(node, 0).shape },
  ...Array<Value>(Math.max(0, Math.min(node.outputs, 8) - 1)).fill(nothing),
];

const oneHot: ShapeRule = (node) => {
  const { shape } = at(node, 0);
  const depth = at(node, 1).known?.[0] ?? null;
  if (shape === null) return one(at(node, 2).dtype, null);
  const axis = node.attributes.int("axis", -1);
  const place = axis < 0 ? axis + shape.length + 1 : axis;
  return one(at(node, 2).dtype, [...shape.slice(0, place), depth, ...shape.slice(place)]);
};

function everyOf(names: string, rule: ShapeRule): [string, ShapeRule][] {
  return names.split(" ").map((name) => [name, rule]);
}

const firstType = (node: NodeView): ElementType => at(node, 0).dtype;

/** Rules by operator: ONNX's own and those that ONNX Runtime's optimiser leaves in a file. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map([
  ...everyOf(
    "Relu LeakyRelu PRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Softplus Softsign Softmax LogSoftmax Hardmax Tanh Exp Log Sqrt Abs Neg Floor Ceil Round Sign Erf Reciprocal Clip Identity Not Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh ThresholdedRelu Mish Gelu FastGelu QuickGelu Shrink Trilu CumSum LRN InstanceNormalization LpNormalization MeanVarianceNormalization GroupNormalization ImageScaler ScatterND ScatterElements Scatter BitwiseNot RotaryEmbedding BiasGelu Swish",
    same,
  ),
  ...everyOf("BatchNormalization Dropout LayerNormalization RMSNormalization", firstAndMore),
  ...everyOf("SimplifiedLayerNormalization SkipLayerNormalization", firstAndMore),
  ...everyOf(
    "Add Sub Mul Div Pow Mod Max Min Sum Mean BitShift QLinearAdd QLinearMul",
    elementwise,
  ),
  ...everyOf("BitwiseAnd BitwiseOr BitwiseXor", elementwise),
  ...everyOf("Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor", comparison),
  ...everyOf("IsNaN IsInf", (node) => one("bool", at(node, 0).shape)),
  ...everyOf("Conv FusedConv NhwcFusedConv", convolution(1, firstType)),
  ...everyOf(
    "ConvInteger",
    convolution(1, () => "int32"),
  ),
  ...everyOf(
    "QLinearConv",
    convolution(3, (node) => at(node, 7).dtype),
  ),
  ...everyOf("ConvTranspose", convTranspose),
  ...everyOf("MaxPool AveragePool LpPool", pool),
  ...everyOf("GlobalAveragePool GlobalMaxPool GlobalLpPool QLinearGlobalAveragePool", globalPool),
  ...everyOf("Gemm FusedGemm", gemm),
  ...everyOf("MatMul FusedMatMul", product(1, firstType)),
  ...everyOf(
    "MatMulInteger",
    product(1, () => "int32"),
  ),
  ...everyOf(
    "QLinearMatMul",
    product(3, (node) => at(node, 7).dtype),
  ),
  ...everyOf("DynamicQuantizeMatMul", product(1, firstType)),
  ...everyOf(
    "ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare",
    reduce,
  ),
  ...everyOf("ArgMax ArgMin", argMax),
  ...everyOf("TopK", topK),
  ...everyOf("Transpose", transpose),
  ...everyOf("Reshape", reshape),
  ...everyOf("Flatten", flatten),
  ...everyOf("Resize Upsample", resize),
  ...everyOf("Pad", pad),
  ...everyOf("DepthToSpace", blocks(false)),
  ...everyOf("SpaceToDepth", blocks(true)),
  ...everyOf("QuantizeLinear", quantize),
  ...everyOf("DequantizeLinear", dequantize),
  ...everyOf("DynamicQuantizeLinear", dynamicQuantize),
  ...everyOf("OneHot", oneHot),
  ...everyOf("NonMaxSuppression", () => one("int64", [null, 3])),
  ...everyOf("NonZero", (node) => one("int64", [at(node, 0).shape?.length ?? null, null])),
  ...everyOf("GridSample", (node) => {
    const grid = at(node, 1).shape;
    const from = at(node, 0).shape;
    if (grid === null || from === null) return one(at(node, 0).dtype, null);
    return one(at(node, 0).dtype, [from[0] ?? null, from[1] ?? null, ...grid.slice(1, -1)]);
  }),
]);
