import type { BinaryKind, ValueType } from "./graph.ts";
import { refuse } from "./refuse.ts";
import { numbersOf, type StepWriter } from "./step-writer.ts";
import type { TfjsNode } from "./tfjs-node.ts";
import { convolution, dense, pooling, resizing, unaryOperators } from "./tfjs-windows.ts";

/** Names of a node's results: that of the node, then with `:1`, `:2` … */
type Results = readonly string[];

const binary: Readonly<Record<string, BinaryKind>> = {
  Add: "add",
  AddV2: "add",
  BiasAdd: "add",
  Sub: "sub",
  Mul: "mul",
  RealDiv: "div",
  Div: "div",
  FloorDiv: "floorDiv",
  SquaredDifference: "squaredDifference",
  Maximum: "maximum",
  Minimum: "minimum",
};

const reductions: Readonly<Record<string, "mean" | "sum" | "max">> = {
  Mean: "mean",
  Sum: "sum",
  Max: "max",
};

const types: Readonly<Record<string, ValueType>> = {
  DT_FLOAT: "float32",
  DT_INT32: "int32",
  DT_BOOL: "bool",
};

/** The element type that TensorFlow calls so. */
export function typeNamed(name: string): ValueType {
  return types[name] ?? refuse(`values of type ${name}`);
}

/**
 * Writes a node as steps, each with one result and no option but those of `Operation`.
 * @throws AppError `model-refused` naming the operator that is not known
 */
export function writeSteps(node: TfjsNode, writer: StepWriter): Results {
  const { operator, name, inputs } = node;
  const [first = "", second = ""] = inputs;
  const simple = binary[operator];
  if (simple) return [writer.step({ kind: simple, activation: "none" }, inputs.slice(0, 2), name)];
  const plain = unaryOperators[operator];
  if (plain) return [writer.step({ kind: plain }, [first], name)];
  const reduction = reductions[operator];
  if (reduction) {
    const rank = writer.info(first).shape.length;
    const axes = numbersOf(writer, second).map((axis) => fromEnd(axis, rank));
    return [
      writer.step({ kind: reduction, axes, keepDims: node.flag("keep_dims") }, [first], name),
    ];
  }
  switch (operator) {
    case "Conv2D":
    case "_FusedConv2D":
      return [convolution(node, writer, "conv")];
    case "DepthwiseConv2dNative":
    case "FusedDepthwiseConv2dNative":
      return [convolution(node, writer, "depthwise")];
    case "Prelu":
      return [writer.step({ kind: "prelu" }, [first, second], name)];
    case "MaxPool":
    case "AvgPool":
      return [pooling(node, writer)];
    case "ResizeBilinear":
    case "ResizeNearestNeighbor":
      return [resizing(node, writer)];
    case "MatMul":
    case "_FusedMatMul":
      return [dense(node, writer)];
    case "Reshape":
      return [
        writer.step({ kind: "reshape", shape: reshaped(writer, first, second) }, [first], name),
      ];
    case "ExpandDims":
      return [inserted(writer, first, numbersOf(writer, second)[0] ?? 0, name)];
    case "Squeeze": {
      const { shape } = writer.info(first);
      const axes = node.numbers("squeeze_dims").map((axis) => fromEnd(axis, shape.length));
      const kept = shape.filter((size, axis) =>
        axes.length > 0 ? !axes.includes(axis) : size !== 1,
      );
      return [writer.step({ kind: "reshape", shape: kept }, [first], name)];
    }
    case "Transpose":
      return [writer.step({ kind: "transpose", order: numbersOf(writer, second) }, [first], name)];
    case "ConcatV2": {
      const axis = numbersOf(writer, inputs.at(-1) ?? "")[0] ?? 0;
      const rank = writer.info(first).shape.length;
      return [
        writer.step({ kind: "concat", axis: fromEnd(axis, rank) }, inputs.slice(0, -1), name),
      ];
    }
    case "Pack": {
      const axis = fromEnd(node.number("axis", 0), writer.info(first).shape.length + 1);
      const parts = inputs.map((input) => inserted(writer, input, axis));
      return [writer.step({ kind: "concat", axis }, parts, name)];
    }
    case "AddN": {
      const sum = inputs.slice(1, -1).reduce((part, input) => {
        return writer.step({ kind: "add", activation: "none" }, [part, input]);
      }, first);
      const last = inputs.length > 1 ? (inputs.at(-1) ?? "") : writer.zeros(1);
      return [writer.step({ kind: "add", activation: "none" }, [sum, last], name)];
    }
    case "Unpack":
      return unpacked(node, writer);
    case "Split":
    case "SplitV":
      return splitUp(node, writer);
    case "Pad":
    case "PadV2":
    case "MirrorPad":
      return [padding(node, writer)];
    case "ArgMax": {
      const rank = writer.info(first).shape.length;
      const axis = fromEnd(numbersOf(writer, second)[0] ?? 0, rank);
      return [writer.step({ kind: "argMax", axis }, [first], name)];
    }
    case "Cast":
      return [writer.step({ kind: "cast", to: typeNamed(node.type("DstT")) }, [first], name)];
    case "GatherNd":
      return [writer.step({ kind: "gatherNd" }, [first, second], name)];
    case "Slice": {
      const { shape } = writer.info(first);
      const begin = numbersOf(writer, second);
      const size = numbersOf(writer, inputs[2] ?? "").map((length, axis) =>
        length === -1 ? (shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
      );
      return [
        writer.step({ kind: "slice", begin, size, strides: shape.map(() => 1) }, [first], name),
      ];
    }
    case "StridedSlice":
      return [stridedSlice(node, writer)];
    default:
      return refuse(`the operator ${operator} (${name})`);
  }
}

/** An axis counted from the front. */
function fromEnd(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function reshaped(writer: StepWriter, value: string, shapeValue: string): readonly number[] {
  const shape = numbersOf(writer, shapeValue);
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const whole = writer.info(value).shape.reduce((product, size) => product * size, 1);
  return shape.map((size) => (size === -1 ? whole / known : size));
}

function inserted(writer: StepWriter, value: string, at: number, name?: string): string {
  const { shape } = writer.info(value);
  const axis = fromEnd(at, shape.length + 1);
  return writer.step({ kind: "reshape", shape: shape.toSpliced(axis, 0, 1) }, [value], name);
}

function resultName({ name }: TfjsNode, index: number): string {
  return index === 0 ? name : `${name}:${index}`;
}

function unpacked(node: TfjsNode, writer: StepWriter): Results {
  const [value = ""] = node.inputs;
  const { shape } = writer.info(value);
  const axis = fromEnd(node.number("axis", 0), shape.length);
  return Array.from({ length: shape[axis] ?? 0 }, (_, index) => {
    const part = partOf(writer, value, axis, index, 1);
    return writer.step(
      { kind: "reshape", shape: shape.toSpliced(axis, 1) },
      [part],
      resultName(node, index),
    );
  });
}

function splitUp(node: TfjsNode, writer: StepWriter): Results {
  const [first = "", second = "", third = ""] = node.inputs;
  const [value, axisValue] = node.operator === "Split" ? [second, first] : [first, third];
  const { shape } = writer.info(value);
  const axis = fromEnd(numbersOf(writer, axisValue)[0] ?? 0, shape.length);
  const count = node.number("num_split", 1);
  const even = Array.from({ length: count }, () => (shape[axis] ?? 0) / count);
  const lengths = node.operator === "Split" ? even : numbersOf(writer, second);
  let from = 0;
  return lengths.map((length, index) => {
    from += length;
    return partOf(writer, value, axis, from - length, length, resultName(node, index));
  });
}

function partOf(
  writer: StepWriter,
  value: string,
  axis: number,
  from: number,
  length: number,
  name?: string,
): string {
  const { shape } = writer.info(value);
  const begin = shape.map((_, at) => (at === axis ? from : 0));
  return writer.step(
    { kind: "slice", begin, size: shape.with(axis, length), strides: shape.map(() => 1) },
    [value],
    name,
  );
}

function padding(node: TfjsNode, writer: StepWriter): string {
  const [value = "", paddings = "", fill] = node.inputs;
  if (fill !== undefined && numbersOf(writer, fill)[0] !== 0)
    refuse("a border of other values than zero");
  const pairs = numbersOf(writer, paddings);
  const before = pairs.filter((_, index) => index % 2 === 0);
  const after = pairs.filter((_, index) => index % 2 === 1);
  const mirror = node.text("mode", "REFLECT") === "REFLECT" ? "reflect" : "symmetric";
  const mode = node.operator === "MirrorPad" ? mirror : "zero";
  return writer.step({ kind: "pad", before, after, mode }, [value], node.name);
}

function stridedSlice(node: TfjsNode, writer: StepWriter): string {
  const [value = "", ...bounds] = node.inputs;
  const { shape } = writer.info(value);
  if (node.number("ellipsis_mask", 0) !== 0 || node.number("new_axis_mask", 0) !== 0) {
    refuse("a slice with an ellipsis or a new axis");
  }
  const [begins = [], ends = [], steps = []] = bounds.map((bound) => numbersOf(writer, bound));
  const bit = (mask: string, axis: number): boolean => ((node.number(mask, 0) >> axis) & 1) === 1;
  const strides = shape.map((_, axis) => steps[axis] ?? 1);
  if (strides.some((stride) => stride < 1)) refuse("a slice that runs backwards");
  const clamp = (at: number, size: number): number =>
    Math.min(Math.max(fromEnd(at, size), 0), size);
  const begin = shape.map((size, axis) =>
    bit("begin_mask", axis) ? 0 : clamp(begins[axis] ?? 0, size),
  );
  const size = shape.map((length, axis) => {
    if (bit("shrink_axis_mask", axis)) return 1;
    const end = bit("end_mask", axis) ? length : clamp(ends[axis] ?? length, length);
    return Math.max(Math.ceil((end - (begin[axis] ?? 0)) / (strides[axis] ?? 1)), 0);
  });
  const kept = size.filter((_, axis) => !bit("shrink_axis_mask", axis));
  const shrinks = kept.length < size.length;
  const part = writer.step(
    { kind: "slice", begin, size, strides },
    [value],
    shrinks ? undefined : node.name,
  );
  return shrinks ? writer.step({ kind: "reshape", shape: kept }, [part], node.name) : part;
}
