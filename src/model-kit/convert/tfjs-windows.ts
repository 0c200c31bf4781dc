import type { Activation, Border, Operation, Pair, UnaryKind } from "./graph.ts";
import { refuse } from "./refuse.ts";
import { pictureSize, sameBorder } from "./shapes.ts";
import { numbersOf, type StepWriter } from "./step-writer.ts";
import type { TfjsNode } from "./tfjs-node.ts";

/** Operators of one input that keep its shape. */
export const unaryOperators: Readonly<Record<string, UnaryKind | "softmax">> = {
  Relu: "relu",
  Relu6: "relu6",
  Sigmoid: "sigmoid",
  Tanh: "tanh",
  Exp: "exp",
  Sqrt: "sqrt",
  Rsqrt: "rsqrt",
  Square: "square",
  Neg: "neg",
  Abs: "abs",
  Floor: "floor",
  Softmax: "softmax",
};

const fused: Readonly<Record<string, Activation>> = { Relu: "relu", Relu6: "relu6" };

function pairOf(values: readonly number[]): Pair {
  // As TensorFlow writes them for pictures: batch, height, width, channels.
  return [values[1] ?? 1, values[2] ?? 1];
}

function borderOf(
  node: TfjsNode,
  size: Pair,
  window: Pair,
  strides: Pair,
  dilations: Pair,
): Border {
  const padding = node.text("padding", "VALID");
  if (padding === "SAME") return sameBorder(size, window, strides, dilations);
  const [, , top = 0, bottom = 0, left = 0, right = 0] = node.numbers("explicit_paddings");
  return padding === "EXPLICIT"
    ? { top, bottom, left, right }
    : { top: 0, bottom: 0, left: 0, right: 0 };
}

function wantNhwc(node: TfjsNode): void {
  if (node.text("data_format", "NHWC") !== "NHWC")
    refuse(`${node.operator} on ${node.text("data_format", "")}`);
}

/** Adds what a fused operator does after its sum, where the sum cannot do it itself. */
function activated(
  node: TfjsNode,
  writer: StepWriter,
  rest: readonly string[],
  make: (activation: Activation, name?: string) => string,
): string {
  const after = node.texts("fused_ops").filter((operator) => operator !== "BiasAdd");
  const [operator] = after;
  if (after.length > 1) refuse(`${node.operator} with ${after.join(", ")}`);
  if (operator === undefined) return make("none", node.name);
  const activation = fused[operator];
  if (activation) return make(activation, node.name);
  const sum = make("none");
  if (operator === "Prelu") return writer.step({ kind: "prelu" }, [sum, rest[0] ?? ""], node.name);
  const kind = unaryOperators[operator];
  if (!kind) refuse(`${node.operator} with ${operator}`);
  return writer.step({ kind }, [sum], node.name);
}

/** Writes a convolution, also with what is fused to it. */
export function convolution(
  node: TfjsNode,
  writer: StepWriter,
  kind: "conv" | "depthwise",
): string {
  wantNhwc(node);
  const [picture = "", weights = "", ...rest] = node.inputs;
  const [height = 1, width = 1, channels = 0, last = 0] = writer.constant(weights).shape;
  const strides = pairOf(node.numbers("strides"));
  const dilations = pairOf(node.numbers("dilations"));
  const border = borderOf(
    node,
    pictureSize(writer.info(picture)),
    [height, width],
    strides,
    dilations,
  );
  const hasBias = node.texts("fused_ops").includes("BiasAdd");
  const bias = hasBias ? rest.shift() : undefined;
  const inputs = [picture, weights, bias ?? writer.zeros(kind === "conv" ? last : channels * last)];
  return activated(node, writer, rest, (activation, name) =>
    writer.step({ kind, strides, dilations, border, activation }, inputs, name),
  );
}

/** Writes the pooling of a picture. */
export function pooling(node: TfjsNode, writer: StepWriter): string {
  wantNhwc(node);
  const [picture = ""] = node.inputs;
  const [window, strides] = [pairOf(node.numbers("ksize")), pairOf(node.numbers("strides"))];
  const border = borderOf(node, pictureSize(writer.info(picture)), window, strides, [1, 1]);
  const kind = node.operator === "MaxPool" ? "maxPool" : "averagePool";
  return writer.step({ kind, window, strides, border }, [picture], node.name);
}

/** Writes the resizing of a picture. */
export function resizing(node: TfjsNode, writer: StepWriter): string {
  const [picture = "", size = ""] = node.inputs;
  const [height = 1, width = 1] = numbersOf(writer, size);
  const operation: Operation = {
    kind: "resize",
    method: node.operator === "ResizeBilinear" ? "bilinear" : "nearest",
    size: [height, width],
    alignCorners: node.flag("align_corners"),
    halfPixelCenters: node.flag("half_pixel_centers"),
  };
  return writer.step(operation, [picture], node.name);
}

/** Writes a product with a matrix of weights, also with what is fused to it. */
export function dense(node: TfjsNode, writer: StepWriter): string {
  const [value = "", weights = "", ...rest] = node.inputs;
  if (node.flag("transpose_a") || node.flag("transpose_b")) refuse("a transposed matrix product");
  const width = writer.constant(weights).shape[1] ?? 0;
  const bias = node.texts("fused_ops").includes("BiasAdd") ? rest.shift() : undefined;
  const inputs = [value, weights, bias ?? writer.zeros(width)];
  return activated(node, writer, rest, (activation, name) =>
    writer.step({ kind: "dense", activation }, inputs, name),
  );
}
