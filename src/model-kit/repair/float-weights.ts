import { onnx } from "../onnx/generated/onnx.js";
import { refuse } from "../refuse.ts";
import type { OpenedModel } from "../report.ts";
import { foldScales } from "./fold-scales.ts";
import { OnnxEdit, type Weight } from "./onnx-edit.ts";
import type { Repaired } from "./repaired.ts";

type Node = onnx.Node.$Properties;

/**
 * Makes integer convolutions and products with run-time scales float again, as ONNX Runtime's dynamic
 * quantization wrote them (`DynamicQuantizeLinear` → `ConvInteger` or `MatMulInteger` → `Cast` → `Mul` by
 * both scales): the integer operator becomes its float sister on the unquantized input with the weights
 * minus their zero point, and the input's scale becomes 1. The weights' own scale goes into them where it is
 * stored, else stays where it is, in `Mul`. The result is what the original approximates by 8-bit activations.
 * @throws AppError `model-refused`: `cannot-repair` where there is nothing of the kind
 */
export function floatWeights(opened: OpenedModel): Repaired {
  const edit = new OnnxEdit(opened);
  const { graph } = edit.file;
  const readers = readersOf(graph);
  const changed: string[] = [];
  const replaced = new Set<string>();
  const stale = new Set<string>();
  const old = new Set<string>();
  const nodes: Node[] = [];
  const madeFloat = new Set<Node>();
  const ones = new Set<string>();
  const fused = graph.node.map((node) => fromFused(edit, node, old));
  for (const [index, node] of graph.node.entries()) {
    const products = fused[index];
    if (!products) continue;
    replaced.add(node.output?.[0] ?? "");
    changed.push(nameOf(node));
  }
  const quantizers = new Map(
    graph.node
      .filter(({ opType }) => opType === "DynamicQuantizeLinear")
      .map((node) => [node.output?.[0] ?? "", node]),
  );
  /** Quantizers all of whose readers can be float: only then may their scale become 1. */
  const freed = new Set<Node>();
  const outputs = new Set(graph.output.map(({ name }) => name ?? ""));
  for (const [quantized, quantizer] of quantizers) {
    const [, scale = "", zero = ""] = quantizer.output ?? [];
    const all = [...(readers.get(quantized) ?? []), ...(readers.get(zero) ?? [])];
    const fits = all.every((node) => isInteger(node) && floatOf(edit, node) !== undefined);
    const shown = [quantized, scale, zero].some((name) => outputs.has(name));
    if (fits && all.length > 0 && !shown && !edit.hasSubgraphs) freed.add(quantizer);
  }
  for (const [index, node] of graph.node.entries()) {
    const products = fused[index];
    const quantizer = quantizers.get(node.input?.[0] ?? "");
    if (products) {
      nodes.push(...products);
    } else if (freed.has(node)) {
      const [quantized = "", scale = "", zero = ""] = node.output ?? [];
      for (const name of [quantized, scale, zero]) stale.add(name);
      ones.add(scale);
      graph.initializer.push(
        new onnx.Tensor({
          name: scale,
          dims: [],
          dataType: 1,
          rawData: new Uint8Array([0, 0, 128, 63]),
        }),
      );
    } else if (isInteger(node) && quantizer && freed.has(quantizer)) {
      const product = asFloat(edit, node, quantizer, old);
      nodes.push(product);
      madeFloat.add(product);
      stale.add(node.output?.[0] ?? "");
      changed.push(nameOf(node));
    } else {
      nodes.push(node);
    }
  }
  if (changed.length === 0) {
    refuse(
      "cannot-repair",
      edit.file.name,
      "no integer convolution or product with run-time scales",
    );
  }
  graph.node = nodes as onnx.Node[];
  dropUnreadQuantizers(graph);
  for (const name of foldScales(edit, madeFloat, ones)) old.add(name);
  edit.dropUnread(old);
  edit.dropStated(stale);
  return { model: edit.finish(), changed };
}

function nameOf({ name, output, opType }: Node): string {
  return name || output?.[0] || opType || "";
}

function readersOf(graph: onnx.Graph): ReadonlyMap<string, readonly Node[]> {
  const readers = new Map<string, Node[]>();
  for (const node of graph.node) {
    for (const name of node.input ?? []) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  }
  return readers;
}

function isInteger({ opType }: Node): boolean {
  return opType === "ConvInteger" || opType === "MatMulInteger";
}

/** The weights of an integer operator without their zero point; undefined where they are not stored. */
function floatOf(edit: OnnxEdit, { input, opType }: Node): Float32Array | undefined {
  const weight = edit.weight(input?.[1]);
  if (!weight) return undefined;
  const zero = input?.[3] ? edit.weight(input[3]) : null;
  if (zero === undefined) return undefined;
  const axis = opType === "ConvInteger" ? 0 : weight.stored.shape.length - 1;
  return dequantized(weight, null, zero, axis);
}

/** `(stored − zeroPoint) × scale`; scales and zero points for all, or for each index of an axis. */
function dequantized(
  { stored, numbers }: Weight,
  scale: Weight | null,
  zero: Weight | null,
  axis: number,
): Float32Array | undefined {
  const size = stored.shape[axis] ?? 1;
  const inner = stored.shape.slice(axis + 1).reduce((product, one) => product * one, 1);
  const pick = (of: Weight | null, otherwise: number) => {
    if (of === null) return () => otherwise;
    const { numbers: own } = of;
    if (own.length === 1) return () => own[0] ?? otherwise;
    return own.length === size ? (index: number) => own[index] ?? otherwise : undefined;
  };
  const [scaleAt, zeroAt] = [pick(scale, 1), pick(zero, 0)];
  if (!scaleAt || !zeroAt) return undefined;
  return Float32Array.from(numbers, (number, index) => {
    const place = Math.floor(index / inner) % size;
    return (number - zeroAt(place)) * scaleAt(place);
  });
}

function asFloat(edit: OnnxEdit, node: Node, quantizer: Node, old: Set<string>): Node {
  const weightName = node.input?.[1] ?? "";
  const numbers = floatOf(edit, node) ?? new Float32Array();
  const shape = edit.weight(weightName)?.stored.shape ?? [];
  const floats = edit.addFloats(`${weightName}_float`, shape, numbers);
  for (const name of [weightName, node.input?.[3] ?? ""]) old.add(name);
  return new onnx.Node({
    ...node,
    opType: node.opType === "ConvInteger" ? "Conv" : "MatMul",
    input: [quantizer.input?.[0] ?? "", floats],
  });
}

/**
 * The float form of what the optimiser fuses: `DynamicQuantizeMatMul` (input, weights, scale, zero point,
 * bias), whose input is float already.
 */
function fromFused(edit: OnnxEdit, node: Node, old: Set<string>): readonly Node[] | undefined {
  if (node.opType !== "DynamicQuantizeMatMul" || node.domain !== "com.microsoft") return undefined;
  const [input = "", weightName = "", scaleName = "", zeroName = "", bias = ""] = node.input ?? [];
  const weight = edit.weight(weightName);
  const scale = edit.weight(scaleName);
  const zero = zeroName === "" ? null : edit.weight(zeroName);
  if (!weight || !scale || zero === undefined) return undefined;
  const numbers = dequantized(weight, scale, zero, weight.stored.shape.length - 1);
  if (!numbers) return undefined;
  for (const name of [weightName, scaleName, zeroName]) old.add(name);
  const floats = edit.addFloats(`${weightName}_float`, weight.stored.shape, numbers);
  const output = node.output?.[0] ?? "";
  const name = nameOf(node);
  if (bias === "") {
    return [new onnx.Node({ name, opType: "MatMul", input: [input, floats], output: [output] })];
  }
  const product = edit.freeName(`${output}_product`);
  return [
    new onnx.Node({ name, opType: "MatMul", input: [input, floats], output: [product] }),
    new onnx.Node({
      name: `${name}_bias`,
      opType: "Add",
      input: [product, bias],
      output: [output],
    }),
  ];
}

/** Quantizers that nobody reads any more cost time at every run. */
function dropUnreadQuantizers(graph: onnx.Graph): void {
  const read = new Set(graph.node.flatMap(({ input }) => input ?? []));
  graph.node = graph.node.filter(
    ({ opType, output }) =>
      opType !== "DynamicQuantizeLinear" || (output ?? []).some((name) => read.has(name)),
  );
}
