import { onnx } from "../onnx/generated/onnx.js";

/** Numbers of element types in ONNX files. */
export const types = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;

/** Small numbers between −1 and 1 that repeat for the same seed. */
export function noise(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

/** The 16 bits of a half that is nearest to a number from −2 to 2; smallest ones become 0. */
function half(number: number): number {
  const sign = number < 0 ? 0x8000 : 0;
  const size = Math.abs(number);
  if (size < 2 ** -14) return sign;
  const exponent = Math.floor(Math.log2(size));
  return sign | (((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024));
}

function bytesOf(numbers: Float32Array, type: number): Uint8Array {
  if (type === types.float32) return new Uint8Array(numbers.slice().buffer);
  if (type === types.float16) return new Uint8Array(Uint16Array.from(numbers, half).buffer);
  if (type === types.int64) {
    return new Uint8Array(BigInt64Array.from([...numbers].map((one) => BigInt(one))).buffer);
  }
  if (type === types.int32) return new Uint8Array(Int32Array.from(numbers).buffer);
  return Uint8Array.from(numbers, (one) => one & 0xff);
}

/** An input or output of a graph; names stand for open sizes. */
export function port(
  name: string,
  type: number,
  sizes: readonly (number | string)[],
): onnx.ValueInfo {
  const dim = sizes.map((size) =>
    typeof size === "number" ? { dimValue: size } : { dimParam: size },
  );
  return new onnx.ValueInfo({ name, type: { tensorType: { elemType: type, shape: { dim } } } });
}

/** A list of whole numbers as an attribute. */
export const ints = (name: string, values: readonly number[]) => ({
  name,
  ints: [...values],
  type: 7,
});
/** A whole number as an attribute. */
export const int = (name: string, value: number) => ({ name, i: value, type: 2 });

/** A graph under construction: nodes and weights are added in order. */
export class Sketch {
  readonly nodes: onnx.Node[] = [];
  readonly tensors: onnx.Tensor[] = [];

  add(
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attribute: onnx.Attribute.$Properties[] = [],
  ): string {
    const name = `${opType}_${this.nodes.length}`;
    this.nodes.push(
      new onnx.Node({ name, opType, input: [...input], output: [...output], attribute }),
    );
    return output[0] ?? "";
  }

  weight(name: string, dims: readonly number[], type: number, numbers: Float32Array): string {
    const rawData = bytesOf(numbers, type);
    this.tensors.push(new onnx.Tensor({ name, dims: [...dims], dataType: type, rawData }));
    return name;
  }

  scalar(name: string, type: number, number: number): string {
    return this.weight(name, [], type, Float32Array.of(number));
  }
}

/** Rounds weights to 8 bits as converters do: whole numbers and their scale. */
export function quantize(numbers: Float32Array): {
  readonly whole: Float32Array;
  readonly scale: number;
} {
  const scale = numbers.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127;
  return { whole: numbers.map((one) => Math.round(one / scale)), scale };
}
