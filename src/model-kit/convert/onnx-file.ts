import { strToU8 } from "fflate";
import { onnx } from "../onnx/generated/onnx.js";
import type { Constant, ValueInfo, ValueType } from "./graph.ts";
import { fitsHalf, narrowToHalf } from "./halves.ts";

/** What an attribute of an ONNX node may be here. */
export type OnnxAttribute = number | string | readonly number[] | { readonly real: number };

/** Numbers of the format's element types. */
const types = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

/** The attribute types of the format. */
const attributeTypes = { real: 1, whole: 2, text: 3, wholes: 7 } as const;

/** The oldest version of the operators that has all that is written here (`HardSwish`: 14; `axes` of `ReduceMean` are still attributes). */
const operatorSet = 17;

/** The version of the file format that came with that operator set. */
const fileVersion = 8;

/** Below this many numbers halves save nothing worth a node of their own. */
const fewestHalves = 16;

/** The element type as ONNX numbers it. */
export function onnxType(dtype: ValueType): number {
  return types[dtype];
}

/** Collects the nodes and weights of an ONNX file. */
export class OnnxFile {
  readonly #nodes: onnx.Node.$Properties[] = [];
  readonly #weights: onnx.Tensor.$Properties[] = [];
  readonly #known = new Set<string>();

  /** Adds a node with one result, and returns the result's name. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#nodes.push({
      opType: operator,
      input: [...inputs],
      output: [output],
      name: output,
      attribute,
    });
    return output;
  }

  /** Adds a constant, rounded if it is of halves. Floats are kept as halves, which runtimes widen when they load the file, where that loses nothing. */
  constant(name: string, { shape, dtype, data }: Constant): string {
    if (this.#known.has(name)) return name;
    this.#known.add(name);
    if (dtype === "float16") {
      return this.#weight(name, shape, types.float16, narrowToHalf(Float32Array.from(data)));
    }
    const half =
      dtype === "float32" &&
      data instanceof Float32Array &&
      data.length >= fewestHalves &&
      fitsHalf(data);
    if (half) {
      this.#weight(`${name}/half`, shape, types.float16, narrowToHalf(data));
      return this.node("Cast", [`${name}/half`], name, { to: types.float32 });
    }
    return this.#weight(name, shape, types[dtype], dtype === "bool" ? Uint8Array.from(data) : data);
  }

  /** Adds a list of whole numbers, as ONNX wants shapes and axes. */
  wholes(values: readonly number[]): string {
    const name = `wholes/${values.join("_")}`;
    if (this.#known.has(name)) return name;
    this.#known.add(name);
    return this.#weight(name, [values.length], types.int64, BigInt64Array.from(values, BigInt));
  }

  #weight(
    name: string,
    dims: readonly number[],
    dataType: number,
    { buffer, byteOffset, byteLength }: ArrayBufferView,
  ): string {
    const rawData = new Uint8Array(buffer, byteOffset, byteLength);
    this.#weights.push({ name, dims: [...dims], dataType, rawData });
    return name;
  }

  /** The file's bytes. */
  bytes(
    description: string,
    inputs: ReadonlyMap<string, ValueInfo>,
    outputs: ReadonlyMap<string, ValueInfo>,
  ): Uint8Array {
    const graph: onnx.Graph.$Properties = {
      name: "main",
      node: this.#nodes,
      initializer: this.#weights,
      input: [...inputs].map(portOf),
      output: [...outputs].map(portOf),
    };
    return onnx.Model.encode({
      irVersion: fileVersion,
      producerName: "localens",
      docString: strToU8(description),
      opsetImport: [{ domain: "", version: operatorSet }],
      graph,
    })
      .finish()
      .slice();
  }
}

function attributeOf(name: string, value: OnnxAttribute): onnx.Attribute.$Properties {
  if (typeof value === "number") return { name, type: attributeTypes.whole, i: value };
  if (typeof value === "string") return { name, type: attributeTypes.text, s: strToU8(value) };
  if ("real" in value) return { name, type: attributeTypes.real, f: value.real };
  return { name, type: attributeTypes.wholes, ints: [...value] };
}

function portOf([name, { shape, dtype }]: readonly [
  string,
  ValueInfo,
]): onnx.ValueInfo.$Properties {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: types[dtype], shape: { dim } } } };
}
