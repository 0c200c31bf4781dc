import { strFromU8 } from "fflate";
import { bytesOf, elementsOf } from "../element-types.ts";
import { halfToFloat } from "../half.ts";
import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";
import type { ElementType } from "../report.ts";
import type { onnx } from "./generated/onnx.js";
import { int, onnxType } from "./read-onnx.ts";

/** A tensor of an ONNX file whose sizes are checked against the bytes that it has. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  /** The file beside the graph that holds it. */
  readonly external?: { readonly file: string; readonly offset: number; readonly length: number };
}

/**
 * What a tensor says of itself; it has at least the bytes that its shape needs.
 * @throws AppError `model-refused`: `malformed`, `unsupported-weights`
 */
export function storedTensor(file: string, tensor: onnx.Tensor.$Properties): StoredTensor {
  const name = tensor.name ?? "";
  const dtype = onnxType(tensor.dataType ?? 0);
  const shape = (tensor.dims ?? []).map(int);
  if (shape.length > limits.rank)
    refuse("malformed", file, `${name} has ${shape.length} dimensions`);
  const elements = elementsOf(shape);
  if (elements === null) return refuse("malformed", file, `${name} has a shape that cannot be`);
  if (dtype === "unknown" || dtype === "resource") {
    refuse("unsupported-weights", file, `${name} is of type ${tensor.dataType}`);
  }
  const bytes = bytesOf(dtype, elements);
  if (tensor.dataLocation === 1) {
    return { name, dtype, shape, elements, bytes, external: externalOf(file, name, tensor, bytes) };
  }
  const there = storedElements(tensor, dtype);
  if (there < elements) {
    refuse("malformed", file, `${name} has ${there} of ${elements} elements`);
  }
  return { name, dtype, shape, elements, bytes };
}

function externalOf(
  file: string,
  name: string,
  tensor: onnx.Tensor.$Properties,
  bytes: number,
): NonNullable<StoredTensor["external"]> {
  const entries = new Map(
    (tensor.externalData ?? []).map(({ key, value }) => [
      key ?? "",
      value && value.length <= 4096 ? strFromU8(value) : "",
    ]),
  );
  const location = (entries.get("location") ?? "").replace(/^\.\//, "");
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? bytes);
  if (location === "" || /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(location)) {
    refuse("bad-path", file, `${name} lies in ${location.slice(0, 100) || "no file"}`);
  }
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length)) {
    refuse("malformed", file, `${name} has an offset that cannot be`);
  }
  if (length < bytes) refuse("malformed", file, `${name} has ${length} of ${bytes} bytes`);
  return { file: location, offset, length };
}

function storedElements(tensor: onnx.Tensor.$Properties, dtype: ElementType): number {
  const raw = tensor.rawData?.length ?? 0;
  if (raw > 0) return Math.floor(raw / bytesOf(dtype, 1)) * (bytesOf(dtype, 2) === 1 ? 2 : 1);
  switch (dtype) {
    case "float32":
      return Math.floor((tensor.floatData?.length ?? 0) / 4);
    case "complex64":
      return Math.floor((tensor.floatData?.length ?? 0) / 8);
    case "float64":
      return Math.floor((tensor.doubleData?.length ?? 0) / 8);
    case "complex128":
      return Math.floor((tensor.doubleData?.length ?? 0) / 16);
    case "string":
      return tensor.stringData?.length ?? 0;
    case "int64":
      return varints(tensor.int64Data);
    case "uint32":
    case "uint64":
      return varints(tensor.uint64Data);
    default:
      return varints(tensor.int32Data) * (bytesOf(dtype, 2) === 1 ? 2 : 1);
  }
}

function varints(packed: Uint8Array | null | undefined): number {
  let count = 0;
  for (const byte of packed ?? []) if (byte < 128) count += 1;
  return count;
}

/** The packed varints of a field as numbers; beyond 2^53 they are not exact. */
function readVarints(packed: Uint8Array, most: number): number[] {
  const values: number[] = [];
  let low = 0n;
  let shift = 0n;
  for (const byte of packed) {
    low |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte < 128) {
      values.push(Number(BigInt.asIntN(64, low)));
      if (values.length === most) return values;
      low = 0n;
      shift = 0n;
    } else if (shift > 63n) {
      return values;
    }
  }
  return values;
}

/**
 * The values of a tensor as numbers; `null` for text, complex or packed types, or when the bytes are missing.
 * @param outside the bytes of the file that holds them, where they are not in the graph
 */
export function tensorNumbers(
  stored: StoredTensor,
  tensor: onnx.Tensor.$Properties,
  outside?: Uint8Array,
): Float32Array | Float64Array | null {
  const { dtype, elements } = stored;
  const wide = /^(float64|u?int32|u?int64)$/.test(dtype);
  const numbers = wide ? new Float64Array(elements) : new Float32Array(elements);
  const raw = stored.external
    ? outside?.subarray(stored.external.offset, stored.external.offset + stored.external.length)
    : tensor.rawData;
  if (raw && raw.length > 0) return raw.length < stored.bytes ? null : fromRaw(raw, dtype, numbers);
  if (dtype === "float32" && tensor.floatData) return fromRaw(tensor.floatData, dtype, numbers);
  if (dtype === "float64" && tensor.doubleData) return fromRaw(tensor.doubleData, dtype, numbers);
  const packed =
    dtype === "int64"
      ? tensor.int64Data
      : dtype === "uint32" || dtype === "uint64"
        ? tensor.uint64Data
        : tensor.int32Data;
  if (!packed || bytesOf(dtype, 2) === 1 || dtype === "bfloat16" || dtype === "float8") return null;
  const values = readVarints(packed, elements);
  values.forEach((value, index) => {
    numbers[index] = dtype === "float16" ? halfToFloat(value & 0xffff) : value;
  });
  return numbers;
}

function fromRaw<T extends Float32Array | Float64Array>(
  raw: Uint8Array,
  dtype: ElementType,
  into: T,
): T | null {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const read = readers[dtype];
  if (read === undefined || raw.length < bytesOf(dtype, into.length)) return null;
  const step = bytesOf(dtype, 1);
  for (let index = 0; index < into.length; index += 1) into[index] = read(view, index * step);
  return into;
}

const readers: Readonly<Partial<Record<ElementType, (view: DataView, at: number) => number>>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => halfToFloat(view.getUint16(at, true)),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
  int16: (view, at) => view.getInt16(at, true),
  uint16: (view, at) => view.getUint16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
};
