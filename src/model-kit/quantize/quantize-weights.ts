import { narrowToHalf } from "../convert/halves.ts";
import { onnx } from "../onnx/generated/onnx.js";
import { refuse } from "../refuse.ts";
import { OnnxEdit, type Weight } from "../repair/onnx-edit.ts";
import type { OpenedModel } from "../report.ts";
import { channelCodes, channelsOf } from "./channel-codes.ts";
import { raiseOperatorSet } from "./raise-operator-set.ts";

type Node = onnx.Node.$Properties;

/** A model whose large weights are 8-bit whole numbers, and which weights those are. */
export interface QuantizedModel {
  readonly model: OpenedModel;
  /** Their names in the given file. */
  readonly quantized: readonly string[];
}

/** Weights of fewer elements stay float: they are few bytes, and often what the rest hangs on. */
const fewestElements = 1024;

/** Channels of fewer elements stay float: each has a scale of four bytes. */
const fewestInChannel = 8;

/**
 * Stores the large weights of convolutions and products as 8-bit whole numbers with a scale for each output
 * channel: an int8 initializer and a `DequantizeLinear` in front of its readers, so that any runtime computes
 * in floats as before, with weights of a quarter of the bytes.
 * @param halves names of weights on which so much hangs that they are stored as float16 instead
 * @throws AppError `model-refused`: `cannot-repair` where there is no such weight, or an operator of an old
 * operator set that cannot be rewritten for one that has this
 */
export function quantizeWeights(
  opened: OpenedModel,
  halves: readonly string[] = [],
): QuantizedModel {
  if (opened.format !== "onnx") {
    refuse("cannot-repair", opened.files[0]?.name ?? "", `not for ${opened.format}`);
  }
  const edit = new OnnxEdit(opened);
  const { name: file } = edit.file;
  if (edit.hasSubgraphs) refuse("cannot-repair", file, "a subgraph may read its weights");
  const axes = channelAxes(edit);
  raiseOperatorSet(edit);
  const decoders: Node[] = [];
  const quantized = new Set<string>();
  for (const [name, axis] of axes) {
    const weight = edit.weight(name);
    if (weight && isWorthIt(weight, axis)) {
      const asHalves = halves.includes(name);
      decoders.push(asHalves ? widenerOf(edit, name, weight) : decoderOf(edit, name, weight, axis));
      quantized.add(name);
    }
  }
  if (quantized.size === 0) refuse("cannot-repair", file, "no large float32 weight");
  edit.replaceWeights(quantized, decoders);
  return { model: edit.finish(), quantized: [...quantized] };
}

function isWorthIt({ stored }: Weight, axis: number): boolean {
  const { dtype, shape, elements } = stored;
  const { channels } = channelsOf(shape, axis);
  return (
    dtype === "float32" && elements >= fewestElements && elements / channels >= fewestInChannel
  );
}

/** The weight as codes, and the node that makes floats of them, under the weight's own name. */
function decoderOf(edit: OnnxEdit, name: string, { stored, numbers }: Weight, axis: number): Node {
  const { codes, scales } = channelCodes(numbers, channelsOf(stored.shape, axis));
  const bytes = new Uint8Array(codes.buffer);
  const inputs = [
    edit.addTensor(`${name}/8`, stored.shape, 3, bytes),
    edit.addFloats(`${name}/scale`, [scales.length], scales),
  ];
  return new onnx.Node({
    name: `${name}/float`,
    opType: "DequantizeLinear",
    input: inputs,
    output: [name],
    attribute: [{ name: "axis", i: axis, type: 2 }],
  });
}

/** The weight as halves, and the node that widens them: runtimes compute it once, when they load the file. */
function widenerOf(edit: OnnxEdit, name: string, { stored, numbers }: Weight): Node {
  const bits = narrowToHalf(Float32Array.from(numbers));
  const half = edit.addTensor(`${name}/16`, stored.shape, 10, new Uint8Array(bits.buffer));
  return new onnx.Node({
    name: `${name}/float`,
    opType: "Cast",
    input: [half],
    output: [name],
    attribute: [{ name: "to", i: 1, type: 2 }],
  });
}

/** The axis of the output channels of each weight that convolutions and products read, where all agree. */
function channelAxes(edit: OnnxEdit): ReadonlyMap<string, number> {
  const { graph } = edit.file;
  const axes = new Map<string, number | null>();
  for (const { name } of graph.output) axes.set(name ?? "", null);
  for (const node of graph.node) {
    for (const [place, name] of (node.input ?? []).entries()) {
      const axis = place === 1 ? channelAxis(node, edit) : null;
      axes.set(name, axes.has(name) && axes.get(name) !== axis ? null : axis);
    }
  }
  return new Map([...axes].flatMap(([name, axis]) => (axis === null ? [] : [[name, axis]])));
}

function channelAxis({ opType, attribute, input }: Node, edit: OnnxEdit): number | null {
  switch (opType) {
    case "Conv":
      return 0;
    case "ConvTranspose":
      return 1;
    case "Gemm":
      return Number(attribute?.find(({ name }) => name === "transB")?.i ?? 0) === 1 ? 0 : 1;
    case "MatMul": {
      const rank = edit.weight(input?.[1])?.stored.shape.length ?? 0;
      return rank < 2 ? null : rank - 1;
    }
    default:
      return null;
  }
}
