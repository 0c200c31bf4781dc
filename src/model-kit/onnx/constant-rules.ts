import { elementsOf } from "../element-types.ts";
import { limits } from "../limits.ts";
import type { ElementType, Shape } from "../report.ts";
import { axisOf, broadcast, type Size, sliceCount } from "../shape-arithmetic.ts";
import type { Value } from "../value.ts";
import { at, ints, type NodeView, type ShapeRule } from "./node-view.ts";
import { onnxType } from "./read-onnx.ts";

function value(
  dtype: ElementType,
  shape: Shape | null,
  known?: readonly number[],
): readonly Value[] {
  return known === undefined || known.length > limits.constantElements
    ? [{ dtype, shape }]
    : [{ dtype, shape, known }];
}

const shapeOf: ShapeRule = (node) => {
  const { shape } = at(node, 0);
  if (shape === null) return value("int64", [null]);
  const start = node.attributes.int("start", 0);
  const end = node.attributes.has("end") ? node.attributes.int("end", 0) : shape.length;
  const part = shape.slice(start, end);
  const known = part.filter((size) => size !== null);
  return value("int64", [part.length], known.length === part.length ? known : undefined);
};

const sizeOf: ShapeRule = (node) => {
  const elements = elementsOf(at(node, 0).shape);
  return value("int64", [], elements === null ? undefined : [elements]);
};

const constantOfShape: ShapeRule = (node) => {
  const shape = at(node, 0).known ?? null;
  const tensor = node.attributes.tensor("value");
  const dtype = tensor ? onnxType(tensor.dataType ?? 1) : "float32";
  return value(dtype, shape);
};

const cast: ShapeRule = (node) => {
  const { shape, known } = at(node, 0);
  const dtype = onnxType(node.attributes.int("to", 0));
  const whole = /^u?int/.test(dtype);
  return value(dtype, shape, whole ? known?.map(Math.trunc) : known);
};

const squeeze: ShapeRule = (node) => {
  const { shape, dtype, known } = at(node, 0);
  if (shape === null) return value(dtype, null);
  const axes = ints(node, "axes", 1)?.map((axis) => axisOf(axis, shape.length));
  return value(
    dtype,
    shape.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1)),
    known,
  );
};

const unsqueeze: ShapeRule = (node) => {
  const { shape, dtype, known } = at(node, 0);
  const asked = ints(node, "axes", 1);
  if (shape === null || asked === null) return value(dtype, null);
  const rank = shape.length + asked.length;
  if (rank > limits.rank) return value(dtype, null);
  const axes = new Set(asked.map((axis) => axisOf(axis, rank)));
  const rest = [...shape];
  const wider = Array.from(
    { length: rank },
    (_, axis): Size => (axes.has(axis) ? 1 : (rest.shift() ?? null)),
  );
  return value(dtype, wider, known);
};

const concat: ShapeRule = (node) => {
  const { dtype, shape } = at(node, 0);
  if (shape === null) return value(dtype, null);
  const axis = axisOf(node.attributes.int("axis", node.opset < 4 ? 1 : 0), shape.length);
  if (axis === null || node.inputs.some((input) => input.shape?.length !== shape.length)) {
    return value(dtype, null);
  }
  const total = node.inputs.reduce<Size>((sum, input) => {
    const size = input.shape?.[axis] ?? null;
    return sum === null || size === null ? null : sum + size;
  }, 0);
  const joined = shape.map((size, index) =>
    index === axis
      ? total
      : (size ?? node.inputs.find((one) => one.shape?.[index])?.shape?.[index] ?? null),
  );
  const flat =
    shape.length === 1 &&
    total !== null &&
    total <= limits.constantElements &&
    node.inputs.every((input) => input.known !== undefined);
  return value(dtype, joined, flat ? node.inputs.flatMap((input) => input.known ?? []) : undefined);
};

const split: ShapeRule = (node) => {
  const { dtype, shape, known } = at(node, 0);
  const outputs = Math.min(node.outputs, limits.constantElements);
  const axis = shape && axisOf(node.attributes.int("axis", 0), shape.length);
  if (shape === null || axis === null) return Array<Value>(outputs).fill({ dtype, shape: null });
  const asked = ints(node, "split", 1);
  const size = shape[axis] ?? null;
  const even = size === null ? null : Math.ceil(size / outputs);
  let from = 0;
  return Array.from({ length: outputs }, (_, index): Value => {
    const last =
      size !== null && even !== null && index === outputs - 1 ? size - even * index : even;
    const part = asked?.[index] ?? last;
    const shapeOfPart = shape.map((whole, dimension) => (dimension === axis ? part : whole));
    const values =
      known && shape.length === 1 && part !== null ? known.slice(from, from + part) : null;
    from += part ?? 0;
    return values === null
      ? { dtype, shape: shapeOfPart }
      : { dtype, shape: shapeOfPart, known: values };
  });
};

const slice: ShapeRule = (node) => {
  const { dtype, shape, known } = at(node, 0);
  if (shape === null) return value(dtype, null);
  const starts = ints(node, "starts", 1);
  const ends = ints(node, "ends", 2);
  const axes = node.attributes.ints("axes") ?? at(node, 3).known ?? starts?.map((_, axis) => axis);
  const steps = at(node, 4).known;
  if (!starts || !ends || !axes)
    return value(
      dtype,
      shape.map(() => null),
    );
  const sliced: Size[] = [...shape];
  axes.forEach((asked, index) => {
    const axis = axisOf(asked, shape.length);
    const size = axis === null ? null : shape[axis];
    if (axis === null || size === null || size === undefined) return;
    sliced[axis] = sliceCount(size, starts[index] ?? 0, ends[index] ?? 0, steps?.[index] || 1);
  });
  const [start = 0] = starts;
  const [count] = sliced;
  const [size = 0] = shape;
  const first = start < 0 ? start + (size ?? 0) : start;
  const plain = shape.length === 1 && (steps?.[0] ?? 1) === 1 && axes.length === 1;
  return value(
    dtype,
    sliced,
    plain && known && count !== null && count !== undefined
      ? known.slice(first, first + count)
      : undefined,
  );
};

const gather: ShapeRule = (node) => {
  const { dtype, shape, known } = at(node, 0);
  const indices = at(node, 1);
  if (shape === null || indices.shape === null) return value(dtype, null);
  const axis = axisOf(node.attributes.int("axis", 0), shape.length);
  if (axis === null) return value(dtype, null);
  const gathered = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  const values =
    known && indices.known && shape.length === 1
      ? indices.known.map((index) => known.at(index) ?? 0)
      : undefined;
  return value(dtype, gathered.length > limits.rank ? null : gathered, values);
};

const expand: ShapeRule = (node) => {
  const { dtype, shape } = at(node, 0);
  return value(dtype, broadcast(shape, at(node, 1).known ?? null));
};

const tile: ShapeRule = (node) => {
  const { dtype, shape } = at(node, 0);
  const repeats = at(node, 1).known;
  if (shape === null) return value(dtype, null);
  return value(
    dtype,
    shape.map((size, axis) => {
      const times = repeats?.[axis];
      return size === null || times === undefined ? null : size * times;
    }),
  );
};

const range: ShapeRule = (node) => {
  const [start, limit, delta] = [0, 1, 2].map((index) => at(node, index).known?.[0]);
  if (start === undefined || limit === undefined || !delta) return value(at(node, 0).dtype, [null]);
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (count > limits.constantElements) return value(at(node, 0).dtype, [count]);
  const known = Array.from({ length: count }, (_, index) => start + index * delta);
  return value(at(node, 0).dtype, [count], known);
};

const where: ShapeRule = (node) => {
  const [condition, yes, no] = [at(node, 0), at(node, 1), at(node, 2)];
  const shape = broadcast(broadcast(condition.shape, yes.shape), no.shape);
  const flat = [condition, yes, no].every(({ known, shape: own }) => known && own?.length === 1);
  return value(
    yes.dtype,
    shape,
    flat
      ? condition.known?.map(
          (chosen, index) => (chosen ? yes.known?.[index] : no.known?.[index]) ?? 0,
        )
      : undefined,
  );
};

type Arithmetic = (a: number, b: number) => number;

/** Arithmetic on constants, with which graphs compute shapes; otherwise the shape is broadcast. */
function arithmetic(compute: Arithmetic): ShapeRule {
  return (node: NodeView) => {
    const [a, b] = [at(node, 0), at(node, 1)];
    const shape = broadcast(a.shape, b.shape);
    const dtype = a.dtype === "unknown" ? b.dtype : a.dtype;
    const whole = /^u?int/.test(dtype);
    const [left, right] = [a.known, b.known];
    if (!left || !right || left.length === 0 || right.length === 0) return value(dtype, shape);
    const count = Math.max(left.length, right.length);
    const fits = (one: readonly number[]): boolean => one.length === 1 || one.length === count;
    if (!fits(left) || !fits(right) || elementsOf(shape) !== count) return value(dtype, shape);
    const known = Array.from({ length: count }, (_, index) => {
      const result = compute(left[index % left.length] ?? 0, right[index % right.length] ?? 0);
      return whole ? Math.trunc(result) : result;
    });
    return value(dtype, shape, known);
  };
}

function single(compute: (a: number) => number): ShapeRule {
  return (node) => {
    const { dtype, shape, known } = at(node, 0);
    return value(dtype, shape, known?.map(compute));
  };
}

/** Rules that follow values, too, so that shapes computed in the graph become known. */
export const constantRules: ReadonlyMap<string, ShapeRule> = new Map<string, ShapeRule>([
  ["Shape", shapeOf],
  ["Size", sizeOf],
  ["ConstantOfShape", constantOfShape],
  ["Cast", cast],
  ["Squeeze", squeeze],
  ["Unsqueeze", unsqueeze],
  ["Concat", concat],
  ["Split", split],
  ["Slice", slice],
  ["Gather", gather],
  ["Expand", expand],
  ["Tile", tile],
  ["Range", range],
  ["Where", where],
  ["Add", arithmetic((a, b) => a + b)],
  ["Sub", arithmetic((a, b) => a - b)],
  ["Mul", arithmetic((a, b) => a * b)],
  ["Div", arithmetic((a, b) => a / b)],
  ["Floor", single(Math.floor)],
  ["Ceil", single(Math.ceil)],
  ["Identity", single((a) => a)],
]);
