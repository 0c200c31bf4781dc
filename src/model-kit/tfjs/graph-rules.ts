import { elementsOf } from "../element-types.ts";
import { limits } from "../limits.ts";
import type { Shape } from "../report.ts";
import { axisOf, broadcast, reshaped, type Size, sliceCount } from "../shape-arithmetic.ts";
import { nothing, type Value } from "../value.ts";
import { at, first, type GraphRule, one } from "./graph-rule.ts";
import { blocks, convolution, pad, pool, resize, transposedConvolution } from "./window-rules.ts";

const same: GraphRule = (_, inputs) => one(first(inputs).dtype, first(inputs).shape);
const through: GraphRule = (_, inputs) => [first(inputs)];

const elementwise: GraphRule = (_, inputs) =>
  one(
    first(inputs).dtype,
    inputs.reduce<Shape | null>(
      (sum, { shape }, index) => (index === 0 ? shape : broadcast(sum, shape)),
      null,
    ),
  );

const comparison: GraphRule = (node, inputs) =>
  one("bool", elementwise(node, inputs)[0]?.shape ?? null);

function arithmetic(compute: (a: number, b: number) => number): GraphRule {
  return (node, inputs) => {
    const [value = nothing] = elementwise(node, inputs);
    const [a, b] = [at(inputs, 0).known, at(inputs, 1).known];
    if (!a?.length || !b?.length) return [value];
    const count = Math.max(a.length, b.length);
    if ((a.length !== 1 && a.length !== count) || (b.length !== 1 && b.length !== count))
      return [value];
    const known = Array.from({ length: count }, (_, index) =>
      compute(a[index % a.length] ?? 0, b[index % b.length] ?? 0),
    );
    return one(value.dtype, value.shape, known);
  };
}

const product: GraphRule = (node, inputs) => {
  const [a, b] = [at(inputs, 0).shape, at(inputs, 1).shape];
  if (a === null || b === null || a.length < 2 || b.length < 2)
    return one(first(inputs).dtype, null);
  const flip = (...names: string[]): boolean => names.some((name) => node.attributes.flag(name));
  const rows = a.at(flip("transpose_a", "adj_x") ? -1 : -2) ?? null;
  const columns = b.at(flip("transpose_b", "adj_y") ? -2 : -1) ?? null;
  return one(first(inputs).dtype, [...a.slice(0, -2), rows, columns]);
};

const reshape: GraphRule = (_, inputs) => {
  const { shape, dtype, known } = first(inputs);
  const target = at(inputs, 1).known;
  return one(dtype, target ? reshaped(shape, target, false) : null, known);
};

const transpose: GraphRule = (_, inputs) => {
  const { shape, dtype } = first(inputs);
  const order = at(inputs, 1).known;
  if (shape === null || order?.length !== shape.length) return one(dtype, null);
  return one(
    dtype,
    order.map((axis) => shape[axis] ?? null),
  );
};

const concat: GraphRule = (node, inputs) => {
  const axisFirst = node.op === "Concat";
  const parts = axisFirst ? inputs.slice(1) : inputs.slice(0, -1);
  const asked = (axisFirst ? first(inputs) : (inputs.at(-1) ?? nothing)).known?.[0];
  const { shape, dtype } = first(parts);
  const axis = shape && asked !== undefined ? axisOf(asked, shape.length) : null;
  if (shape === null || axis === null) return one(dtype, null);
  const total = parts.reduce<Size>((sum, part) => {
    const size = part.shape?.[axis] ?? null;
    return sum === null || size === null ? null : sum + size;
  }, 0);
  const flat =
    shape.length === 1 &&
    total !== null &&
    total <= limits.constantElements &&
    parts.every(({ known }) => known !== undefined);
  return one(
    dtype,
    shape.map((size, index) => (index === axis ? total : size)),
    flat ? parts.flatMap(({ known }) => known ?? []) : undefined,
  );
};

const reduce: GraphRule = (node, inputs) => {
  const { shape, dtype } = first(inputs);
  const asked = at(inputs, 1).known;
  if (shape === null || asked === undefined) return one(dtype, null);
  const axes = new Set(asked.map((axis) => axisOf(axis, shape.length)));
  const keep = node.attributes.flag("keep_dims") || node.attributes.flag("keepDims");
  return one(
    dtype,
    shape.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size])),
  );
};

const argMax: GraphRule = (_, inputs) => {
  const { shape } = first(inputs);
  const axis = shape && axisOf(at(inputs, 1).known?.[0] ?? 0, shape.length);
  return one("int32", shape?.filter((_, index) => index !== axis) ?? null);
};

const expandDims: GraphRule = (_, inputs) => {
  const { shape, dtype, known } = first(inputs);
  const asked = at(inputs, 1).known?.[0];
  if (shape === null || asked === undefined || shape.length >= limits.rank) return one(dtype, null);
  const axis = asked < 0 ? asked + shape.length + 1 : asked;
  return one(dtype, [...shape.slice(0, axis), 1, ...shape.slice(axis)], known);
};

const squeeze: GraphRule = (node, inputs) => {
  const { shape, dtype, known } = first(inputs);
  if (shape === null) return one(dtype, null);
  const dims = [...node.attributes.ints("squeeze_dims"), ...node.attributes.ints("axis")];
  const axes = dims.map((axis) => axisOf(axis, shape.length));
  const kept = shape.filter((size, axis) => (dims.length > 0 ? !axes.includes(axis) : size !== 1));
  return one(dtype, kept, known);
};

const shapeOf: GraphRule = (_, inputs) => {
  const { shape } = first(inputs);
  if (shape === null) return one("int32", [null]);
  const sizes = shape.filter((size) => size !== null);
  return one("int32", [shape.length], sizes.length === shape.length ? sizes : undefined);
};

const stridedSlice: GraphRule = (node, inputs) => {
  const { shape, dtype, known } = first(inputs);
  const [begin, end, steps] = [1, 2, 3].map((index) => at(inputs, index).known);
  const { attributes } = node;
  const rare = attributes.int("ellipsis_mask", 0) !== 0 || attributes.int("new_axis_mask", 0) !== 0;
  if (shape === null || !begin || !end || !steps || rare) return one(dtype, null);
  const has = (name: string, axis: number): boolean =>
    ((attributes.int(name, 0) >> axis) & 1) === 1;
  const sliced = shape.flatMap((size, axis): Size[] => {
    if (axis >= begin.length) return [size];
    if (has("shrink_axis_mask", axis)) return [];
    if (size === null) return [null];
    const step = steps[axis] || 1;
    const from = has("begin_mask", axis) ? (step > 0 ? 0 : size) : (begin[axis] ?? 0);
    const to = has("end_mask", axis) ? (step > 0 ? size : -size - 1) : (end[axis] ?? 0);
    return [sliceCount(size, from, to, step)];
  });
  if (!known || shape.length !== 1 || (steps[0] ?? 1) !== 1) return one(dtype, sliced);
  const from = has("begin_mask", 0) ? 0 : (begin[0] ?? 0);
  const start = from < 0 ? from + known.length : from;
  const [count = 1] = sliced;
  return one(dtype, sliced, known.slice(start, start + (count ?? 1)));
};

const slice: GraphRule = (_, inputs) => {
  const { shape, dtype } = first(inputs);
  const [begin, size] = [at(inputs, 1).known, at(inputs, 2).known];
  if (shape === null || !size) return one(dtype, null);
  return one(
    dtype,
    size.map((count, axis) => {
      const whole = shape[axis] ?? null;
      return count >= 0 ? count : whole === null ? null : whole - (begin?.[axis] ?? 0);
    }),
  );
};

const pack: GraphRule = (node, inputs) => {
  const { shape, dtype } = first(inputs);
  if (shape === null || shape.length >= limits.rank) return one(dtype, null);
  const asked = node.attributes.int("axis", 0);
  const axis = asked < 0 ? asked + shape.length + 1 : asked;
  const small = shape.length === 0 && inputs.length <= limits.constantElements;
  return one(
    dtype,
    [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)],
    small && inputs.every(({ known }) => known)
      ? inputs.flatMap(({ known }) => known ?? [])
      : undefined,
  );
};

const unpack: GraphRule = (node, inputs) => {
  const { shape, dtype, known } = first(inputs);
  const axis = shape && axisOf(node.attributes.int("axis", 0), shape.length);
  const count = Math.min(Math.max(node.attributes.int("num", 1), 1), 1024);
  const part = shape?.filter((_, index) => index !== axis) ?? null;
  return Array.from({ length: count }, (_, index): Value => {
    const number = shape?.length === 1 ? known?.[index] : undefined;
    return number === undefined ? { dtype, shape: part } : { dtype, shape: part, known: [number] };
  });
};

const split: GraphRule = (node, inputs) => {
  const sizes = node.op === "SplitV" ? at(inputs, 1).known : undefined;
  const value = node.op === "SplitV" ? first(inputs) : at(inputs, 1);
  const asked = (node.op === "SplitV" ? at(inputs, 2) : first(inputs)).known?.[0] ?? -1;
  const count = Math.min(Math.max(node.attributes.int("num_split", 1), 1), 1024);
  const axis = value.shape && axisOf(asked, value.shape.length);
  return Array.from({ length: count }, (_, part): Value => {
    const shape = value.shape?.map((size, index) =>
      index !== axis ? size : (sizes?.[part] ?? (size === null ? null : Math.floor(size / count))),
    );
    return { dtype: value.dtype, shape: shape ?? null };
  });
};

const gather: GraphRule = (_, inputs) => {
  const [value, indices] = [first(inputs), at(inputs, 1)];
  const axis = value.shape && axisOf(at(inputs, 2).known?.[0] ?? 0, value.shape.length);
  if (value.shape === null || indices.shape === null || axis === null)
    return one(value.dtype, null);
  const shape = [...value.shape.slice(0, axis), ...indices.shape, ...value.shape.slice(axis + 1)];
  return one(value.dtype, shape.length > limits.rank ? null : shape);
};

const fill: GraphRule = (_, inputs) => one(at(inputs, 1).dtype, first(inputs).known ?? null);

const cast: GraphRule = (node, inputs) =>
  one(node.attributes.type("DstT"), first(inputs).shape, first(inputs).known);

const topK: GraphRule = (_, inputs) => {
  const { shape, dtype } = first(inputs);
  const top = shape && [...shape.slice(0, -1), at(inputs, 1).known?.[0] ?? null];
  return [
    { dtype, shape: top },
    { dtype: "int32", shape: top },
  ];
};

const size: GraphRule = (_, inputs) => {
  const elements = elementsOf(first(inputs).shape);
  return one("int32", [], elements === null ? undefined : [elements]);
};

function everyOf(names: string, rule: GraphRule): [string, GraphRule][] {
  return names.split(" ").map((name) => [name, rule]);
}

/** Rules by TensorFlow operator, for those that networks of pictures use. */
export const graphRules: ReadonlyMap<string, GraphRule> = new Map([
  ...everyOf("Identity StopGradient PlaceholderWithDefault Snapshot EnsureShape", through),
  ...everyOf(
    "Relu Relu6 LeakyRelu Elu Selu Sigmoid Tanh Softmax LogSoftmax Softplus Exp Log Log1p Sqrt Rsqrt Square Abs Neg Floor Ceil Round Sign Reciprocal Sin Cos ClipByValue BiasAdd LRN ZerosLike OnesLike Erf LogicalNot ReverseV2 Prelu HardSwish Cumsum",
    same,
  ),
  ...everyOf("FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3", same),
  ...everyOf(
    "Maximum Minimum AddN SquaredDifference Pow RealDiv FloorMod Mod DivNoNan Select SelectV2",
    elementwise,
  ),
  ...everyOf(
    "Add AddV2 BiasAddV1",
    arithmetic((a, b) => a + b),
  ),
  ...everyOf(
    "Sub",
    arithmetic((a, b) => a - b),
  ),
  ...everyOf(
    "Mul",
    arithmetic((a, b) => a * b),
  ),
  ...everyOf(
    "Div FloorDiv",
    arithmetic((a, b) => Math.floor(a / b)),
  ),
  ...everyOf("Equal NotEqual Less LessEqual Greater GreaterEqual LogicalAnd LogicalOr", comparison),
  ...everyOf("Conv2D _FusedConv2D", convolution(false)),
  ...everyOf("DepthwiseConv2dNative DepthwiseConv2d FusedDepthwiseConv2dNative", convolution(true)),
  ...everyOf("Conv2DBackpropInput", transposedConvolution),
  ...everyOf("MaxPool AvgPool", pool),
  ...everyOf("MatMul _FusedMatMul BatchMatMul BatchMatMulV2", product),
  ...everyOf("Reshape", reshape),
  ...everyOf("Pad PadV2 MirrorPad", pad),
  ...everyOf("ResizeBilinear ResizeNearestNeighbor", resize),
  ...everyOf("Transpose", transpose),
  ...everyOf("Concat ConcatV2", concat),
  ...everyOf("Mean Sum Max Min Prod Any All", reduce),
  ...everyOf("ArgMax ArgMin", argMax),
  ...everyOf("ExpandDims", expandDims),
  ...everyOf("Squeeze", squeeze),
  ...everyOf("Shape", shapeOf),
  ...everyOf("Size", size),
  ...everyOf("StridedSlice", stridedSlice),
  ...everyOf("Slice", slice),
  ...everyOf("Pack", pack),
  ...everyOf("Unpack", unpack),
  ...everyOf("Split SplitV", split),
  ...everyOf("Gather GatherV2", gather),
  ...everyOf("Fill", fill),
  ...everyOf("Cast", cast),
  ...everyOf("TopKV2", topK),
  ...everyOf("DepthToSpace", blocks(false)),
  ...everyOf("SpaceToDepth", blocks(true)),
]);
