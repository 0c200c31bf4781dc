import type { Activation, Border, Constant, Graph, Operation, Step, ValueType } from "./graph.ts";
import { OnnxFile, onnxType } from "./onnx-file.ts";
import { inPlaneOrder, OnnxLayouts, planeAxis } from "./onnx-layouts.ts";
import { refuse } from "./refuse.ts";

/**
 * Writes a network as an ONNX file. Inputs and outputs keep their names, order and layout
 * (`[N, H, W, C]`); in between, pictures are computed in planes. Weights that halves hold without loss are
 * kept as halves.
 * @throws AppError `model-refused` naming what ONNX has no operator for
 */
export function toOnnx(graph: Graph, description: string): Uint8Array {
  const file = new OnnxFile();
  const layouts = new OnnxLayouts(graph, file);
  for (const step of graph.steps) writeStep(step, file, layouts);
  for (const output of graph.outputs) layouts.asIs(output);
  const ports = (names: readonly string[]) =>
    new Map(names.map((name) => [name, layouts.info(name)]));
  return file.bytes(description, ports(graph.inputs), ports(graph.outputs));
}

/** Operators of the same meaning and attributes. */
const plain: Readonly<Partial<Record<Operation["kind"], string>>> = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  div: "Div",
  maximum: "Max",
  minimum: "Min",
  relu: "Relu",
  hardSwish: "HardSwish",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  exp: "Exp",
  sqrt: "Sqrt",
  neg: "Neg",
  abs: "Abs",
  floor: "Floor",
  prelu: "PRelu",
};

function writeStep(step: Step, file: OnnxFile, layouts: OnnxLayouts): void {
  const { operation, inputs, output } = step;
  const [first = "", second = ""] = inputs;
  const { dtype } = layouts.info(output);
  switch (operation.kind) {
    case "conv":
    case "depthwise": {
      const weights = layouts.constantOf(second) ?? refuse("computed weights");
      const depthwise = operation.kind === "depthwise";
      const from = [
        layouts.planes(first),
        file.constant(
          `${second}/planes`,
          depthwise ? depthwiseWeights(weights) : convWeights(weights),
        ),
        layouts.asIs(inputs[2] ?? ""),
      ];
      const attributes = {
        kernel_shape: weights.shape.slice(0, 2),
        strides: operation.strides,
        dilations: operation.dilations,
        pads: pads(operation.border),
        group: depthwise ? (weights.shape[2] ?? 1) : 1,
      };
      const { activation } = operation;
      const made = layouts.made(output, true);
      const sum = file.node("Conv", from, activation === "none" ? made : `${made}/sum`, attributes);
      activate(file, sum, made, activation, dtype);
      return;
    }
    case "maxPool":
    case "averagePool": {
      const { window, strides, border } = operation;
      const attributes = { kernel_shape: window, strides, pads: pads(border) };
      const name = operation.kind === "maxPool" ? "MaxPool" : "AveragePool";
      file.node(name, [layouts.planes(first)], layouts.made(output, true), attributes);
      return;
    }
    case "resize": {
      const { shape } = layouts.info(first);
      const sizes = file.wholes([shape[0] ?? 1, shape[3] ?? 1, ...operation.size]);
      const from = [layouts.planes(first), "", "", sizes];
      file.node("Resize", from, layouts.made(output, true), resizeAttributes(operation));
      return;
    }
    case "dense": {
      const from = inputs.map((value) => layouts.asIs(value));
      const sum = operation.activation === "none" ? output : `${output}/sum`;
      file.node("Gemm", from, sum);
      activate(file, sum, layouts.made(output, false), operation.activation, dtype);
      return;
    }
    case "reshape":
      file.node(
        "Reshape",
        [layouts.asIs(first), file.wholes(operation.shape)],
        layouts.made(output, false),
      );
      return;
    case "transpose": {
      const perm = { perm: operation.order };
      file.node("Transpose", [layouts.asIs(first)], layouts.made(output, false), perm);
      return;
    }
    case "softmax":
      file.node("Softmax", [layouts.asIs(first)], layouts.made(output, false), { axis: -1 });
      return;
    case "argMax": {
      const { axis } = operation;
      const long = file.node("ArgMax", [layouts.asIs(first)], `${output}/long`, {
        axis,
        keepdims: 0,
      });
      file.node("Cast", [long], layouts.made(output, false), { to: onnxType("int32") });
      return;
    }
    case "gatherNd": {
      const long = file.node("Cast", [layouts.asIs(second)], `${output}/long`, { to: 7 });
      file.node("GatherND", [layouts.asIs(first), long], layouts.made(output, false));
      return;
    }
    case "mean":
    case "sum":
    case "max":
      reduce(operation, step, file, layouts);
      return;
    default:
      writeKeptLayout(operation, step, file, layouts);
  }
}

/** Writes a step that can work in planes as well as not: it stays in the layout that it finds. */
function writeKeptLayout(
  operation: Operation,
  step: Step,
  file: OnnxFile,
  layouts: OnnxLayouts,
): void {
  const { inputs, output } = step;
  const planes = staysInPlanes(step, layouts);
  const from = inputs.map((value) => (planes ? layouts.planes(value) : layouts.asIs(value)));
  const [first = "", second = ""] = from;
  const made = layouts.made(output, planes);
  const { dtype } = layouts.info(output);
  const ordered = (values: readonly number[]) => (planes ? inPlaneOrder(values) : values);
  switch (operation.kind) {
    case "concat":
      file.node("Concat", from, made, {
        axis: planes ? planeAxis(operation.axis) : operation.axis,
      });
      return;
    case "pad": {
      const { before, after, mode } = operation;
      if (mode === "symmetric") refuse("a border that mirrors its edge, too");
      const around = file.wholes([...ordered(before), ...ordered(after)]);
      file.node("Pad", [first, around], made, { mode: mode === "zero" ? "constant" : "reflect" });
      return;
    }
    case "slice": {
      const { begin, size, strides } = operation;
      const end = begin.map((at, axis) => at + ((size[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
      const axes = begin.map((_, axis) => axis);
      const lists = [ordered(begin), ordered(end), axes, ordered(strides)].map((list) =>
        file.wholes(list),
      );
      file.node("Slice", [first, ...lists], made);
      return;
    }
    case "cast":
      file.node("Cast", [first], made, { to: onnxType(operation.to) });
      return;
    case "relu6":
      activate(file, first, made, "relu6", dtype);
      return;
    case "square":
      file.node("Mul", [first, first], made);
      return;
    case "rsqrt":
      file.node("Reciprocal", [file.node("Sqrt", [first], `${made}/root`)], made);
      return;
    case "squaredDifference": {
      const difference = file.node("Sub", [first, second], `${made}/difference`);
      file.node("Mul", [difference, difference], made);
      return;
    }
    case "floorDiv": {
      if (dtype === "float32" || dtype === "float16") {
        file.node("Floor", [file.node("Div", [first, second], `${made}/quotient`)], made);
        return;
      }
      // A division of whole numbers goes towards zero: what would be cut off goes before.
      const rest = file.node("Mod", [first, second], `${made}/rest`);
      const whole = file.node("Sub", [first, rest], `${made}/whole`);
      file.node("Div", [whole, second], made);
      return;
    }
    default: {
      const name = plain[operation.kind] ?? refuse(operation.kind);
      const activation = "activation" in operation ? operation.activation : "none";
      const sum = file.node(name, from, activation === "none" ? made : `${made}/sum`);
      activate(file, sum, made, activation, dtype);
    }
  }
}

/** Whether one input is a picture in planes, and all others are pictures or can be spread over it. */
function staysInPlanes({ inputs }: Step, layouts: OnnxLayouts): boolean {
  return (
    inputs.some((value) => layouts.inPlanes(value)) &&
    inputs.every((value) => layouts.constantOf(value) || layouts.info(value).shape.length === 4)
  );
}

function reduce(
  { kind, axes, keepDims }: Extract<Operation, { readonly axes: readonly number[] }>,
  { inputs: [first = ""], output }: Step,
  file: OnnxFile,
  layouts: OnnxLayouts,
): void {
  // Without the rows and columns, planes and pictures are laid out alike.
  const planes = layouts.inPlanes(first) && (keepDims || axes.join() === "1,2");
  const from = planes ? layouts.planes(first) : layouts.asIs(first);
  const made = layouts.made(output, planes && keepDims);
  const over = planes ? axes.map(planeAxis) : axes;
  const keepdims = keepDims ? 1 : 0;
  if (kind === "sum") file.node("ReduceSum", [from, file.wholes(over)], made, { keepdims });
  else
    file.node(kind === "mean" ? "ReduceMean" : "ReduceMax", [from], made, { axes: over, keepdims });
}

function activate(
  file: OnnxFile,
  from: string,
  output: string,
  activation: Activation,
  dtype: ValueType,
): void {
  if (activation === "relu") file.node("Relu", [from], output);
  if (activation !== "relu6") return;
  const bound = (value: number): string =>
    file.constant(dtype === "float16" ? `bound/${value}/halves` : `bound/${value}`, {
      shape: [],
      dtype,
      data: Float32Array.of(value),
    });
  file.node("Clip", [from, bound(0), bound(6)], output);
}

function pads({ top, bottom, left, right }: Border): readonly number[] {
  return [top, left, bottom, right];
}

function resizeAttributes({
  method,
  alignCorners,
  halfPixelCenters,
}: Extract<Operation, { readonly kind: "resize" }>): Readonly<Record<string, string>> {
  const centred = halfPixelCenters ? "half_pixel" : "asymmetric";
  const coordinate_transformation_mode = alignCorners ? "align_corners" : centred;
  if (method === "bilinear") return { mode: "linear", coordinate_transformation_mode };
  const nearest_mode = alignCorners || halfPixelCenters ? "round_prefer_ceil" : "floor";
  return { mode: "nearest", coordinate_transformation_mode, nearest_mode };
}

/** `[H, W, in, out]` as `[out, in, H, W]`. */
function convWeights({ shape, dtype, data }: Constant): Constant {
  const [height = 1, width = 1, into = 1, out = 1] = shape;
  const turned = data.slice();
  const pixels = height * width;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let from = 0; from < into; from += 1) {
      for (let to = 0; to < out; to += 1) {
        turned[(to * into + from) * pixels + pixel] = data[(pixel * into + from) * out + to] ?? 0;
      }
    }
  }
  return { shape: [out, into, height, width], dtype, data: turned };
}

/** `[H, W, in, multiplier]` as `[in · multiplier, 1, H, W]`. */
function depthwiseWeights({ shape, dtype, data }: Constant): Constant {
  const [height = 1, width = 1, into = 1, multiplier = 1] = shape;
  const flat = { shape: [height, width, 1, into * multiplier], dtype, data };
  return convWeights(flat);
}
