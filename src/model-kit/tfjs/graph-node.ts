import { limits } from "../limits.ts";
import type { ElementType, Shape } from "../report.ts";
import { base64ToText } from "./base64.ts";
import { type Fields, fieldsAt, isFields, listAt, textAt } from "./read-json.ts";

/** TensorFlow's names of element types. */
const types: Readonly<Record<string, ElementType>> = {
  DT_FLOAT: "float32",
  DT_HALF: "float16",
  DT_BFLOAT16: "bfloat16",
  DT_DOUBLE: "float64",
  DT_INT8: "int8",
  DT_UINT8: "uint8",
  DT_INT16: "int16",
  DT_UINT16: "uint16",
  DT_INT32: "int32",
  DT_INT64: "int64",
  DT_BOOL: "bool",
  DT_STRING: "string",
  DT_COMPLEX64: "complex64",
  DT_RESOURCE: "resource",
  DT_VARIANT: "resource",
};

/** TensorFlow's numbers of the same types, which some writers use instead. */
const typeNumbers: Readonly<Record<number, ElementType>> = {
  1: "float32",
  2: "float64",
  3: "int32",
  4: "uint8",
  6: "int8",
  7: "string",
  9: "int64",
  10: "bool",
  19: "float16",
};

/** An element type as a `model.json` writes it. */
export function tensorflowType(value: unknown): ElementType {
  if (typeof value === "number") return typeNumbers[value] ?? "unknown";
  return typeof value === "string" ? (types[value] ?? "unknown") : "unknown";
}

/** A shape as a `model.json` writes it; `null` where the rank is open. */
export function tensorflowShape(value: unknown): Shape | null {
  if (!isFields(value) || value.unknownRank === true) return null;
  const dims = listAt(value, "dim");
  if (dims.length > limits.rank) return null;
  return dims.map((dim) => {
    const size = isFields(dim) ? Number(dim.size ?? 0) : 0;
    return Number.isSafeInteger(size) && size > 0 ? size : null;
  });
}

/** A node of a TF.js graph with its attributes; nothing of it is trusted. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `node` or `node:1`; control inputs left out. */
  readonly inputs: readonly string[];
  readonly attributes: GraphAttributes;
}

/** Reads a node; `null` when it is none. */
export function graphNode(json: unknown): GraphNode | null {
  if (!isFields(json)) return null;
  const [name, op] = [textAt(json, "name"), textAt(json, "op")];
  if (name === "" || op === "") return null;
  const inputs = listAt(json, "input").flatMap((input) =>
    typeof input === "string" && !input.startsWith("^") ? [input.replace(/:0$/, "")] : [],
  );
  return { name, op, inputs, attributes: new GraphAttributes(fieldsAt(json, "attr")) };
}

/** The attributes of a node, by name. */
export class GraphAttributes {
  readonly #attributes: Fields;

  constructor(attributes: Fields) {
    this.#attributes = attributes;
  }

  int(name: string, otherwise: number): number {
    const value = Number(fieldsAt(this.#attributes, name).i ?? otherwise);
    return Number.isSafeInteger(value) ? value : otherwise;
  }

  flag(name: string): boolean {
    return fieldsAt(this.#attributes, name).b === true;
  }

  text(name: string, otherwise: string): string {
    const value = fieldsAt(this.#attributes, name).s;
    return typeof value === "string" ? base64ToText(value.slice(0, 256)) : otherwise;
  }

  ints(name: string): readonly number[] {
    const list = fieldsAt(fieldsAt(this.#attributes, name), "list");
    return listAt(list, "i")
      .slice(0, limits.rank * 2)
      .map(Number);
  }

  type(name: string): ElementType {
    return tensorflowType(fieldsAt(this.#attributes, name).type);
  }

  shape(name: string): Shape | null {
    return tensorflowShape(fieldsAt(this.#attributes, name).shape);
  }

  /** The shapes that a converter left with a node's results. */
  outputShapes(): readonly (Shape | null)[] {
    const list = fieldsAt(fieldsAt(this.#attributes, "_output_shapes"), "list");
    return listAt(list, "shape").slice(0, 64).map(tensorflowShape);
  }
}
