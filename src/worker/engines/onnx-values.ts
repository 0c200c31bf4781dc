import type { CpuTensor, DType, TensorData } from "#shared";

/** Element types of ONNX that tensors of other types are turned into and read from. */
type Widened = Readonly<Record<string, DType>>;

/** As what each type is read: whole numbers of every width as `int32`, fractions as `float32`. */
const readAs: Widened = {
  float32: "float32",
  float16: "float32",
  float64: "float32",
  int64: "int32",
  int32: "int32",
  int16: "int32",
  int8: "int32",
  uint64: "int32",
  uint32: "int32",
  uint16: "int32",
  uint8: "uint8",
  bool: "uint8",
};

/** The values of an input in the type that the graph wants; the same array where that is its own. */
export function valuesFor(type: string, tensor: CpuTensor): TensorData[DType] | OtherArray {
  const { data, dtype } = tensor;
  if (type === dtype) return data;
  switch (type) {
    case "float32":
      return Float32Array.from(data);
    case "float64":
      return Float64Array.from(data);
    case "float16":
      return Uint16Array.from(data, halfOf);
    case "int64":
      return BigInt64Array.from(data as Int32Array, (value) => BigInt(Math.round(value)));
    case "uint64":
      return BigUint64Array.from(data as Int32Array, (value) =>
        BigInt(Math.max(0, Math.round(value))),
      );
    case "int32":
      return Int32Array.from(data, Math.round);
    case "int16":
      return Int16Array.from(data, Math.round);
    case "int8":
      return Int8Array.from(data, Math.round);
    case "uint32":
      return Uint32Array.from(data, Math.round);
    case "uint16":
      return Uint16Array.from(data, Math.round);
    case "bool":
      return Uint8Array.from(data, (value) => (value === 0 ? 0 : 1));
    case "uint8":
      return Uint8ClampedArray.from(data) as unknown as Uint8Array;
    default:
      throw new Error(`an input of type ${type} is not fed`);
  }
}

/** What ONNX Runtime takes beside our own arrays. */
type OtherArray =
  | Float64Array
  | Uint16Array
  | BigInt64Array
  | BigUint64Array
  | Int16Array
  | Int8Array
  | Uint32Array;

/**
 * An output's values as one of our types, and that type.
 * @throws Error for a type that holds no numbers
 */
export function readValues(
  type: string,
  data: unknown,
): { readonly dtype: DType; readonly data: TensorData[DType] } {
  const dtype = readAs[type];
  if (!dtype || !ArrayBuffer.isView(data) || data instanceof DataView) {
    throw new Error(`an output of type ${type} is not read`);
  }
  if (type === dtype) return { dtype, data: data as TensorData[DType] };
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return { dtype, data: Int32Array.from(data as BigInt64Array, Number) };
  }
  // Without Float16Array a browser hands out the bits.
  if (type === "float16" && data instanceof Uint16Array) {
    return { dtype, data: Float32Array.from(data, floatOf) };
  }
  const values = data as unknown as ArrayLike<number>;
  if (dtype === "float32") return { dtype, data: Float32Array.from(values) };
  return { dtype, data: dtype === "int32" ? Int32Array.from(values) : Uint8Array.from(values) };
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of the nearest half-precision number (IEEE 754 binary16, ties to even). */
export function halfOf(value: number): number {
  float[0] = value;
  const word = bits[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 127 + 15;
  const fraction = word & 0x7fffff;
  if (exponent >= 31) {
    const isNone = (word & 0x7fffffff) > 0x7f800000;
    return sign | 0x7c00 | (isNone ? 0x200 : 0);
  }
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | rounded(fraction | 0x800000, 14 - exponent);
  }
  // A fraction that rounds up may carry into the exponent, as it should.
  return sign + (exponent << 10) + rounded(fraction, 13);
}

/** A number without its lowest bits, rounded to the nearest, ties to even. */
function rounded(value: number, dropped: number): number {
  const half = 1 << (dropped - 1);
  const low = value & ((1 << dropped) - 1);
  const kept = value >>> dropped;
  return low > half || (low === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** The number that half-precision bits stand for. */
export function floatOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
