import { readOrRefuse, refuse } from "../refuse.ts";
import type { ElementType, ModelFile, OpenedModel } from "../report.ts";
import { onnx } from "./generated/onnx.js";
import { guardWire } from "./guard-wire.ts";

/** Element types by their number in ONNX files (TensorProto.DataType). */
export const onnxTypes: readonly ElementType[] = [
  "unknown",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8",
  "float8",
  "float8",
  "float8",
  "uint4",
  "int4",
  "float4",
  "float8",
  "int4",
  "int2",
];

/** The element type of a number in an ONNX file. */
export function onnxType(number: number): ElementType {
  return onnxTypes[number] ?? "unknown";
}

/** An ONNX file as messages, and the files beside it. */
export interface OnnxFile {
  readonly name: string;
  readonly model: onnx.Model;
  readonly graph: onnx.Graph;
  /** Files beside the graph, by their path. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
}

/** A count or size of a 64-bit field as a number; beyond 2^53 it is not exact, and no size is. */
export function int(value: number | { toNumber(): number } | null | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === "number" ? value : value.toNumber();
}

/**
 * Reads the messages of an ONNX file, checked in whole before anything is decoded.
 * @throws AppError `model-refused`
 */
export function readOnnx(opened: OpenedModel): OnnxFile {
  const [file, ...others] = opened.files;
  if (file === undefined) return refuse("no-model", "", "no file");
  const model = decodeOnnx(file);
  const graph = model.graph;
  if (!(graph instanceof onnx.Graph)) return refuse("malformed", file.name, "there is no graph");
  if (graph.node.length === 0 && graph.output.length === 0) {
    refuse("malformed", file.name, "the graph is empty");
  }
  return {
    name: file.name,
    model,
    graph,
    beside: new Map(others.map(({ name, bytes }) => [name, bytes])),
  };
}

/** Decodes a file. @throws AppError `model-refused` */
export function decodeOnnx(file: ModelFile): onnx.Model {
  guardWire(file.name, file.bytes);
  // A plain view: a Buffer of Node would be decoded by another reader with other limits.
  const { buffer, byteOffset, byteLength } = file.bytes;
  const view = new Uint8Array(buffer, byteOffset, byteLength);
  return readOrRefuse(file.name, () => onnx.Model.decode(view));
}

/** The subgraphs of a node (`If`, `Loop`, `Scan`), already guarded with the file. */
export function subgraphsOf(node: onnx.Node.$Properties): readonly onnx.Graph[] {
  const graphs: onnx.Graph[] = [];
  for (const { g, graphs: several } of node.attribute ?? []) {
    for (const bytes of [...(g && g.length > 0 ? [g] : []), ...(several ?? [])]) {
      graphs.push(onnx.Graph.decode(bytes));
    }
  }
  return graphs;
}
