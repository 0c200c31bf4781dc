import protobuf from "protobufjs/minimal.js";
import { onnx } from "../onnx/generated/onnx.js";
import { decodeOnnx } from "../onnx/read-onnx.ts";
import { readOrRefuse } from "../refuse.ts";
import type { ModelFile } from "../report.ts";
import { type Channels, channelsOf } from "./channel-codes.ts";

/** Field numbers of the format, as they are written in front of what is appended here. */
const fields = { graphOfModel: 7, initializerOfGraph: 5, rawDataOfTensor: 9 } as const;
const elementTypes = { float32: 1, int8: 3 } as const;

/** A weight that is stored as codes, and how it becomes floats. */
interface Coded extends Channels {
  /** Its message without the floats. */
  readonly header: Uint8Array;
  readonly codes: Int8Array;
  /** One for each channel, or one for all. */
  readonly scales: Float32Array;
}

/**
 * An ONNX file with 8-bit weights as the same file with float weights, each exactly `scale × code`: stored
 * codes and the `DequantizeLinear` that reads them become one float32 initializer. Engines would decode them
 * at each run, or compute in 8 bits. Whatever else the file holds stays as it is, other quantization included.
 * The floats are written once, into the bytes that are returned.
 * @throws AppError `model-refused` for a file that cannot be read
 */
export function decodeWeights(file: ModelFile): Uint8Array {
  const model = decodeOnnx(file);
  return readOrRefuse(file.name, () => decoded(file, model));
}

function decoded(file: ModelFile, { graph, ...rest }: onnx.Model): Uint8Array {
  if (!graph) return file.bytes;
  const stored = new Map((graph.initializer ?? []).map((one) => [one.name ?? "", one]));
  const shown = new Set(graph.output?.map(({ name }) => name ?? ""));
  const weights: Coded[] = [];
  const gone = new Set<onnx.Node.$Properties>();
  for (const node of graph.node ?? []) {
    const coded = shown.has(node.output?.[0] ?? "") ? undefined : codedOf(node, stored);
    if (!coded) continue;
    weights.push(coded);
    gone.add(node);
  }
  if (weights.length === 0) return file.bytes;
  const node = graph.node?.filter((one) => !gone.has(one)) ?? [];
  const read = new Set(node.flatMap(({ input }) => input ?? []));
  const decodedNames = new Set([...gone].flatMap(({ input }) => input ?? []));
  const initializer = graph.initializer?.filter(
    ({ name }) => read.has(name ?? "") || !decodedNames.has(name ?? ""),
  );
  return joined(
    onnx.Model.encode(rest).finish(),
    onnx.Graph.encode({ ...graph, node, initializer: initializer ?? [] }).finish(),
    weights,
  );
}

/** The weight that a node decodes; undefined where it decodes none of the kind that is written here. */
function codedOf(
  { opType, domain, input, output, attribute }: onnx.Node.$Properties,
  stored: ReadonlyMap<string, onnx.Tensor.$Properties>,
): Coded | undefined {
  const [codesName = "", scaleName = "", ...zeroPoint] = input ?? [];
  const codes = stored.get(codesName);
  const scale = stored.get(scaleName);
  if (opType !== "DequantizeLinear" || domain || zeroPoint.length > 0) return undefined;
  if (codes?.dataType !== elementTypes.int8 || scale?.dataType !== elementTypes.float32) {
    return undefined;
  }
  const dims = codes.dims ?? [];
  const shape = dims.map(Number);
  const scales = floatsOf(scale.rawData ?? new Uint8Array());
  const axis = Number(attribute?.find(({ name }) => name === "axis")?.i ?? 1);
  const { channels, inner } = channelsOf(shape, axis < 0 ? axis + shape.length : axis);
  const bytes = codes.rawData ?? new Uint8Array();
  const elements = shape.reduce((product, size) => product * size, 1);
  const perChannel = (scale.dims ?? []).length === 1;
  if (bytes.length !== elements || scales.length !== (perChannel ? channels : 1)) return undefined;
  return {
    header: onnx.Tensor.encode({
      name: output?.[0] ?? "",
      dims,
      dataType: elementTypes.float32,
    }).finish(),
    codes: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    scales,
    ...(perChannel ? { channels, inner } : { channels: 1, inner: elements }),
  };
}

/** Numbers that may begin at any byte. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, index) =>
    view.getFloat32(index * 4, true),
  );
}

/** The file, with the weights as the last initializers of its graph. */
function joined(model: Uint8Array, graph: Uint8Array, weights: readonly Coded[]): Uint8Array {
  const parts = weights.map((weight) => {
    const floatBytes = weight.codes.length * 4;
    const beforeFloats = lengthPrefix(fields.rawDataOfTensor, floatBytes);
    const tensorBytes = weight.header.length + beforeFloats.length + floatBytes;
    const before = lengthPrefix(fields.initializerOfGraph, tensorBytes);
    return { weight, opening: [before, weight.header, beforeFloats], floatBytes };
  });
  const weightBytes = parts.reduce(
    (sum, { opening, floatBytes }) => sum + totalLength(opening) + floatBytes,
    0,
  );
  const opening = [model, lengthPrefix(fields.graphOfModel, graph.length + weightBytes), graph];
  const bytes = new Uint8Array(totalLength(opening) + weightBytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const write = (written: readonly Uint8Array[]): void => {
    for (const one of written) {
      bytes.set(one, at);
      at += one.length;
    }
  };
  write(opening);
  for (const { weight, opening, floatBytes } of parts) {
    write(opening);
    writeFloats(view, at, weight);
    at += floatBytes;
  }
  return bytes;
}

function writeFloats(
  view: DataView,
  start: number,
  { codes, scales, channels, inner }: Coded,
): void {
  let at = start;
  let index = 0;
  while (index < codes.length) {
    for (let channel = 0; channel < channels; channel += 1) {
      const scale = scales[channel] ?? 0;
      for (const end = index + inner; index < end; index += 1) {
        view.setFloat32(at, scale * (codes[index] ?? 0), true);
        at += 4;
      }
    }
  }
}

/** What stands in front of a field whose length is known. */
function lengthPrefix(field: number, length: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((field << 3) | 2)
    .uint32(length)
    .finish();
}

function totalLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
