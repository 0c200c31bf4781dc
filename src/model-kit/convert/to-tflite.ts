import { BuiltinOperator, TensorType } from "../tflite/generated/tflite-model.ts";
import type { Border, Constant, Graph, Operation, Step } from "./graph.ts";
import { fitsHalf, narrowToHalf } from "./halves.ts";
import { refuse } from "./refuse.ts";
import { pictureSize, sameBorder } from "./shapes.ts";
import { type TfliteOperator, type TfliteTensor, writeTfliteFile } from "./tflite-file.ts";
import { tfliteCall, tfliteType } from "./tflite-operators.ts";

/** Below this many numbers halves save nothing worth an operator of their own. */
const fewestHalves = 16;

const noBorder: Border = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * Writes a network as a TFLite file. Inputs and outputs keep their names and order. Weights that halves
 * hold without loss are kept as halves, which runtimes widen once, when they load the file.
 * @throws AppError `model-refused` naming what TFLite has no operator for
 */
export function toTflite(graph: Graph, description: string): Uint8Array {
  const tensors: TfliteTensor[] = [];
  const operators: TfliteOperator[] = [];
  const positions = new Map<string, number>();

  const tensor = (key: string, make: () => TfliteTensor): number => {
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, tensors.push(make()) - 1);
    return tensors.length - 1;
  };
  const computed = (name: string): number =>
    tensor(name, () => {
      const info = graph.values.get(name) ?? refuse(`nothing makes ${name}`);
      return { name, shape: info.shape, type: tfliteType(info.dtype) };
    });
  const wholes = (shape: readonly number[], values: readonly number[]): number =>
    tensor(`wholes ${shape} ${values}`, () => ({
      name: `wholes/${values.join("_")}`,
      shape,
      type: TensorType.INT32,
      data: bytesOf(Int32Array.from(values)),
    }));
  const constant = (name: string, layout: Layout, asHalf: boolean): number => {
    const key = `${name} ${layout} ${asHalf}`;
    const known = positions.get(key);
    if (known !== undefined) return known;
    const { shape, dtype, data } = laidOut(constantNamed(graph, name), layout);
    if (!asHalf || !(data instanceof Float32Array)) {
      const bytes = dtype === "bool" ? Uint8Array.from(data) : bytesOf(data);
      return tensor(key, () => ({ name, shape, type: tfliteType(dtype), data: bytes }));
    }
    const stored = tensors.push({
      name: `${name}/half`,
      shape,
      type: TensorType.FLOAT16,
      data: bytesOf(narrowToHalf(data)),
    });
    const wide = tensor(key, () => ({ name, shape, type: TensorType.FLOAT32 }));
    operators.push({
      code: BuiltinOperator.DEQUANTIZE,
      version: 3,
      inputs: [stored - 1],
      outputs: [wide],
    });
    return wide;
  };
  const value = (name: string, asHalf: boolean, layout: Layout = "as it is"): number =>
    graph.constants.has(name) ? constant(name, layout, asHalf) : computed(name);

  const write = (step: Step): void => {
    const { operation, output } = step;
    const [first = ""] = step.inputs;
    const info = graph.values.get(first) ?? constantNamed(graph, first);
    const border = borderKind(step, graph);
    const asHalf = halvesFit(step, graph);
    const from = border === "other" ? [bordered(step)] : [value(first, asHalf)];
    const layout = layoutOf(operation);
    for (const [index, name] of step.inputs.entries()) {
      if (index > 0) from.push(value(name, asHalf, index === 1 ? layout : "as it is"));
    }
    const {
      code,
      version = 1,
      options,
      parameters = [],
    } = tfliteCall(operation, info, border === "same", multiplierOf(step, graph));
    from.push(...parameters.map(({ shape, values }) => wholes(shape, values)));
    operators.push({
      code,
      version,
      inputs: from,
      outputs: [computed(output)],
      ...(options ? { options } : {}),
    });
  };

  /** Writes the border of a window, of which TFLite's operators know only one kind, as a step of its own. */
  const bordered = ({ operation, inputs: [first = ""], output }: Step): number => {
    if (operation.kind !== "conv" && operation.kind !== "depthwise") {
      return refuse(`${operation.kind} with an uneven border`);
    }
    const { top, bottom, left, right } = operation.border;
    const info = graph.values.get(first) ?? refuse(`nothing makes ${first}`);
    const [batch = 1, height = 0, width = 0, channels = 0] = info.shape;
    const name = `${output}/border`;
    const made = tensor(name, () => ({
      name,
      shape: [batch, height + top + bottom, width + left + right, channels],
      type: tfliteType(info.dtype),
    }));
    const pads = wholes([4, 2], [0, 0, top, bottom, left, right, 0, 0]);
    operators.push({
      code: BuiltinOperator.PAD,
      version: 1,
      inputs: [value(first, false), pads],
      outputs: [made],
    });
    return made;
  };

  const inputs = graph.inputs.map(computed);
  for (const step of graph.steps) write(step);
  return writeTfliteFile({
    description,
    tensors,
    operators,
    inputs,
    outputs: graph.outputs.map(computed),
  });
}

function constantNamed({ constants }: Graph, name: string): Constant {
  return constants.get(name) ?? refuse(`nothing makes ${name}`);
}

/**
 * Whether all numbers that a step has as constants can be kept as halves. All or none: with weights kept
 * one way and their bias the other, LiteRT leaves a convolution to its slow kernels.
 */
function halvesFit({ inputs }: Step, { constants }: Graph): boolean {
  const given = inputs.flatMap((name) => constants.get(name)?.data ?? []);
  const count = given.reduce((sum, { length }) => sum + length, 0);
  return (
    count >= fewestHalves && given.every((data) => data instanceof Float32Array && fitsHalf(data))
  );
}

/** How TFLite wants weights: output channels first, or all channels last. */
type Layout = "as it is" | "OHWI" | "1HWC" | "OI";

function layoutOf({ kind }: Operation): Layout {
  if (kind === "conv") return "OHWI";
  if (kind === "depthwise") return "1HWC";
  return kind === "dense" ? "OI" : "as it is";
}

function laidOut(constant: Constant, layout: Layout): Constant {
  const { shape, data } = constant;
  if (layout === "as it is") return constant;
  const [height = 1, width = 1, channels = 1, last = 1] = shape;
  if (layout === "1HWC") return { ...constant, shape: [1, height, width, channels * last] };
  const out = shape.at(-1) ?? 1;
  const rest = data.length / out;
  const turned = data.slice();
  for (let row = 0; row < rest; row += 1) {
    for (let column = 0; column < out; column += 1) {
      turned[column * rest + row] = data[row * out + column] ?? 0;
    }
  }
  return { ...constant, shape: [out, ...shape.slice(0, -1)], data: turned };
}

function multiplierOf({ operation, inputs: [, weights = ""] }: Step, graph: Graph): number {
  return operation.kind === "depthwise" ? (constantNamed(graph, weights).shape[3] ?? 1) : 1;
}

function borderKind(
  { operation, inputs: [first = "", weights = ""] }: Step,
  graph: Graph,
): "none" | "same" | "other" {
  if (!("border" in operation)) return "none";
  const { strides, border } = operation;
  const info = graph.values.get(first) ?? constantNamed(graph, first);
  const [height = 1, width = 1] =
    "window" in operation ? operation.window : constantNamed(graph, weights).shape;
  const dilations = "dilations" in operation ? operation.dilations : ([1, 1] as const);
  if (sameSides(border, sameBorder(pictureSize(info), [height, width], strides, dilations)))
    return "same";
  return sameSides(border, noBorder) ? "none" : "other";
}

function sameSides(a: Border, b: Border): boolean {
  return a.top === b.top && a.bottom === b.bottom && a.left === b.left && a.right === b.right;
}

function bytesOf({
  buffer,
  byteOffset,
  byteLength,
}: Float32Array | Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
