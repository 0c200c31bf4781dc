import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";
import type { Shape } from "../report.ts";
import { textToBase64 } from "../tfjs/base64.ts";
import { graphNode } from "../tfjs/graph-node.ts";
import { graphRules } from "../tfjs/graph-rules.ts";
import type { Fields, ManifestWeight } from "../tfjs/read-json.ts";
import { nothing, type Value } from "../value.ts";

/** An attribute of a node, plainly: text, whole numbers, a truth. */
export type PlainAttribute = string | readonly number[] | boolean | { readonly float: number };

/** The largest constant that stands for weights that a file leaves out. */
const mostElements = 2 ** 20;

/** Writes a TF.js graph node after node, and knows the shapes of what it has written. */
export class GraphWriter {
  readonly nodes: Fields[] = [];
  readonly constants: ManifestWeight[] = [];
  readonly #file: string;
  readonly #values = new Map<string, Value>();
  readonly #numbers: Uint8Array[] = [];
  readonly #names: Set<string>;
  #constantBytes = 0;

  /** Nodes are never named as a weight is, because weights are nodes, too. */
  constructor(file: string, weights: Iterable<string>) {
    this.#file = file;
    this.#names = new Set(weights);
  }

  /** The numbers of the constants, one after the other. */
  get constantBytes(): Uint8Array {
    const bytes = new Uint8Array(this.#constantBytes);
    let at = 0;
    for (const one of this.#numbers) {
      bytes.set(one, at);
      at += one.length;
    }
    return bytes;
  }

  shapeOf(name: string): Shape | null {
    return this.#values.get(name)?.shape ?? null;
  }

  /** Adds a node; its name is made unique and fit for TF.js. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, PlainAttribute>> = {},
    name = op,
  ): string {
    const attr = Object.fromEntries(
      Object.entries({ ...attributes }).map(([key, value]) => [key, written(value)]),
    );
    return this.#push(name, op, inputs, { T: { type: "DT_FLOAT" }, ...attr });
  }

  /** Adds an input of a shape; open sizes are `null`. The batch is one picture. */
  placeholder(name: string, shape: Shape | null, dtype: "float32" | "int32"): string {
    const type = dtype === "int32" ? "DT_INT32" : "DT_FLOAT";
    const dim = shape?.map((size) => ({ size: String(size ?? -1) }));
    const stated = dim ? { dim } : { unknownRank: true };
    const own = this.#push(name, "Placeholder", [], { dtype: { type }, shape: { shape: stated } });
    const one = shape?.map((size, axis) => (axis === 0 ? 1 : size)) ?? null;
    this.#values.set(own, { dtype, shape: one });
    return own;
  }

  /** Adds a weight of the file as a node. */
  weight({ name, shape, dtype }: ManifestWeight): string {
    if (this.#values.has(name)) return name;
    this.nodes.push({ name, op: "Const", attr: { dtype: { type: "DT_FLOAT" } } });
    this.#values.set(name, { dtype, shape });
    return name;
  }

  /** Adds numbers that the file does not hold. */
  constant(numbers: readonly number[], shape: Shape, dtype: "float32" | "int32"): string {
    if (numbers.length > mostElements) refuse("too-large", this.#file, "a constant");
    const type = dtype === "int32" ? "DT_INT32" : "DT_FLOAT";
    const name = this.#push("constant", "Const", [], { dtype: { type } });
    const array = dtype === "int32" ? Int32Array.from(numbers) : Float32Array.from(numbers);
    const bytes = new Uint8Array(array.buffer);
    this.constants.push({
      name,
      shape: shape.map((size) => size ?? 1),
      dtype,
      storedDtype: dtype,
      elements: numbers.length,
      offset: this.#constantBytes,
      bytes: bytes.length,
    });
    this.#numbers.push(bytes);
    this.#constantBytes += bytes.length;
    this.#values.set(name, { dtype, shape, known: numbers });
    return name;
  }

  /** Whole numbers that say axes, sizes or paddings. */
  ints(numbers: readonly number[], shape: Shape = [numbers.length]): string {
    return this.constant(numbers, shape, "int32");
  }

  /** One number. */
  scalar(value: number): string {
    return this.constant([value], [], "float32");
  }

  #push(wanted: string, op: string, inputs: readonly string[], attr: object): string {
    if (this.nodes.length >= limits.nodes) refuse("too-large", this.#file, "too many steps");
    const name = this.#unique(wanted);
    const json = { name, op, input: inputs, attr };
    this.nodes.push(json);
    const node = graphNode(json);
    const given = inputs.map((from) => this.#values.get(from) ?? nothing);
    const [value = nothing] = (node && graphRules.get(op)?.(node, given)) ?? [];
    this.#values.set(name, value);
    return name;
  }

  #unique(wanted: string): string {
    // A colon or a caret in a name means something else to TF.js.
    const plain = wanted.replace(/[^\w./-]/g, "_").slice(0, 200) || "step";
    let name = plain;
    for (let at = this.nodes.length; this.#names.has(name); at += 1) name = `${plain}.${at}`;
    this.#names.add(name);
    return name;
  }
}

function written(value: PlainAttribute): object {
  if (typeof value === "string") return { s: textToBase64(value) };
  if (typeof value === "boolean") return { b: value };
  if ("float" in value) return { f: value.float };
  return { list: { i: value.map(String) } };
}
