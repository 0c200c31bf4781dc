import { ByteBuffer } from "flatbuffers";
import { bytesOf, elementsOf } from "../element-types.ts";
import { readOrRefuse, refuse } from "../refuse.ts";
import type { Affine8, ElementType, OpenedModel, Shape } from "../report.ts";
import { BuiltinOperator, Model, type SubGraph, type Tensor } from "./generated/tflite-model.ts";
import { modelKinds } from "./table-kinds.ts";
import { verifyTables } from "./verify-tables.ts";

/** Element types by their number in TFLite files (TensorType). */
export const tfliteTypes: readonly ElementType[] = [
  "float32",
  "float16",
  "int32",
  "uint8",
  "int64",
  "string",
  "bool",
  "int16",
  "complex64",
  "int8",
  "float64",
  "complex128",
  "uint64",
  "resource",
  "resource",
  "uint32",
  "uint16",
  "int4",
  "bfloat16",
];

/** A tensor of a TFLite file. */
export interface TfliteTensor {
  readonly name: string;
  readonly dtype: ElementType;
  /** As the file was converted: 1 where a size is dynamic. */
  readonly shape: readonly number[];
  /** The same with `null` where a size is dynamic. */
  readonly signature: Shape;
  /** Bytes of a constant; 0 for what is computed. */
  readonly dataBytes: number;
  readonly buffer: number;
  readonly quantization?: Affine8;
}

/** An operator of a TFLite file; tensors by their number, −1 where an optional input is left out. */
export interface TfliteOperator {
  readonly name: string;
  readonly custom: boolean;
  readonly version: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A graph of a TFLite file; the first one of a file is the model, others are called by it. */
export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
}

/** A verified TFLite file. */
export interface TfliteFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The generated accessors: safe for what `modelKinds` lists. */
  readonly model: Model;
  readonly version: number;
  readonly description: string;
  readonly graphs: readonly TfliteGraph[];
}

/**
 * Reads a TFLite file whose every offset was verified before.
 * @throws AppError `model-refused`
 */
export function readTflite(opened: OpenedModel): TfliteFile {
  const [file] = opened.files;
  if (!file) return refuse("no-model", "", "no file");
  const { name, bytes } = file;
  verifyTables(name, bytes, modelKinds, "Model");
  return readOrRefuse(name, () => {
    const model = Model.getRootAsModel(new ByteBuffer(bytes));
    const codes = codesOf(model);
    const graphs = Array.from({ length: model.subgraphsLength() }, (_, index) => {
      const graph = model.subgraphs(index);
      return graph ? graphOf(name, model, graph, codes) : refuse("malformed", name, "no graph");
    });
    if (graphs.length === 0) refuse("malformed", name, "there is no graph");
    const description = model.description() ?? "";
    return { name, bytes, model, version: model.version(), description, graphs };
  });
}

type Code = Pick<TfliteOperator, "name" | "custom" | "version">;

function codesOf(model: Model): readonly Code[] {
  return Array.from({ length: model.operatorCodesLength() }, (_, index) => {
    const code = model.operatorCodes(index);
    // Newer files have the number in a wider field and 127 in the old one.
    const number = Math.max(code?.deprecatedBuiltinCode() ?? 0, code?.builtinCode() ?? 0);
    const custom = number === BuiltinOperator.CUSTOM;
    const builtin = BuiltinOperator[number];
    const name = custom ? (code?.customCode() ?? "") : (builtin ?? `BUILTIN_${number}`);
    return { name, custom: custom || builtin === undefined, version: code?.version() ?? 1 };
  });
}

function graphOf(file: string, model: Model, graph: SubGraph, codes: readonly Code[]): TfliteGraph {
  const count = graph.tensorsLength();
  const tensors = Array.from({ length: count }, (_, index) => {
    const tensor = graph.tensors(index);
    return tensor
      ? tensorOf(file, model, tensor)
      : refuse("malformed", file, "a tensor is missing");
  });
  const numbers = (length: number, at: (index: number) => number | null): readonly number[] =>
    Array.from({ length }, (_, index) => {
      const number = at(index) ?? -1;
      if (number < -1 || number >= count) refuse("malformed", file, `there is no tensor ${number}`);
      return number;
    });
  const operators = Array.from({ length: graph.operatorsLength() }, (_, index) => {
    const operator = graph.operators(index);
    const code = codes[operator?.opcodeIndex() ?? 0];
    if (!operator || !code) return refuse("malformed", file, `operator ${index} has no code`);
    return {
      ...code,
      inputs: numbers(operator.inputsLength(), (at) => operator.inputs(at)),
      outputs: numbers(operator.outputsLength(), (at) => operator.outputs(at)),
    };
  });
  return {
    tensors,
    operators,
    inputs: numbers(graph.inputsLength(), (at) => graph.inputs(at)),
    outputs: numbers(graph.outputsLength(), (at) => graph.outputs(at)),
  };
}

function tensorOf(file: string, model: Model, tensor: Tensor): TfliteTensor {
  const name = tensor.name() ?? "";
  const dtype = tfliteTypes[tensor.type()] ?? "unknown";
  const shape = Array.from({ length: tensor.shapeLength() }, (_, axis) => tensor.shape(axis) ?? 0);
  const signed = tensor.shapeSignatureLength() === shape.length;
  const signature = shape.map((size, axis) => {
    const stated = signed ? (tensor.shapeSignature(axis) ?? size) : size;
    return stated < 0 || size < 0 ? null : size;
  });
  const buffer = tensor.buffer();
  if (buffer >= Math.max(model.buffersLength(), 1)) {
    refuse("malformed", file, `${name} lies in buffer ${buffer}, which is not there`);
  }
  const held = buffer > 0 ? model.buffers(buffer) : null;
  if (held && held.offset() > 1n) {
    refuse("unsupported-weights", file, `${name} lies outside of the tables`);
  }
  const dataBytes = held?.dataLength() ?? 0;
  const elements = elementsOf(shape);
  const needed = elements === null ? null : bytesOf(dtype, elements);
  const plain = dtype !== "string" && dtype !== "resource" && tensor.sparsity() === null;
  if (dataBytes > 0 && plain && (needed === null || dataBytes < needed)) {
    refuse("malformed", file, `${name} has ${dataBytes} of ${needed ?? "?"} bytes`);
  }
  const parameters = tensor.quantization();
  if (parameters?.scaleLength() !== 1) return { name, dtype, shape, signature, dataBytes, buffer };
  const scale = parameters.scale(0) ?? 0;
  const zeroPoint = Number(parameters.zeroPointLength() > 0 ? (parameters.zeroPoint(0) ?? 0) : 0);
  if (!(scale > 0)) return { name, dtype, shape, signature, dataBytes, buffer };
  return { name, dtype, shape, signature, dataBytes, buffer, quantization: { scale, zeroPoint } };
}
