import { elementCount } from "#shared";

type Attribute =
  | number
  | boolean
  | string
  | readonly number[]
  | readonly string[]
  | { readonly type: string };

/** A small TF.js graph that shows what the converters know, with one input and outputs of one type. */
export interface ExampleGraph {
  readonly name: string;
  readonly json: unknown;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** Numbers for the input. */
  readonly data: Float32Array;
  readonly outputs: readonly string[];
}

/** Numbers from −2 to 2 that look random and are the same each time. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed * 7919 + 17;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 2_147_483_648) * 4 - 2;
  });
}

/** Builds a small TF.js graph node by node; its input is called `x`. */
export class ExampleBuilder {
  readonly #nodes: object[] = [];
  readonly #weights: object[] = [];
  readonly #data: Uint8Array[] = [];
  readonly #outputs: string[] = [];
  readonly #shape: readonly number[];

  constructor(shape: readonly number[]) {
    this.#shape = shape;
    const dim = shape.map((size) => ({ size: String(size) }));
    this.#nodes.push({
      name: "x",
      op: "Placeholder",
      attr: { dtype: { type: "DT_FLOAT" }, shape: { shape: { dim } } },
    });
  }

  weights(
    shape: readonly number[],
    values = numbers(elementCount(shape), this.#weights.length),
  ): string {
    return this.#constant(shape, "float32", values);
  }

  wholes(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant(shape, "int32", Int32Array.from(values));
  }

  #constant(shape: readonly number[], dtype: string, values: Float32Array | Int32Array): string {
    const name = `c${this.#weights.length}`;
    this.#weights.push({ name, shape, dtype });
    this.#data.push(new Uint8Array(values.buffer));
    const type = dtype === "float32" ? "DT_FLOAT" : "DT_INT32";
    this.#nodes.push({ name, op: "Const", attr: { dtype: { type } } });
    return name;
  }

  node(
    op: string,
    input: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const name = `n${this.#nodes.length}/${op}`;
    const attr = Object.fromEntries(
      Object.entries({ T: { type: "DT_FLOAT" }, ...attributes }).map(([key, value]) => [
        key,
        encoded(value),
      ]),
    );
    this.#nodes.push({ name, op, input, attr });
    return name;
  }

  /** Adds a node whose result is wanted. */
  output(...node: Parameters<ExampleBuilder["node"]>): void {
    this.wanted(this.node(...node));
  }

  wanted(value: string): void {
    const name = `out${this.#outputs.length}`;
    this.#nodes.push({ name, op: "Identity", input: [value], attr: { T: { type: "DT_FLOAT" } } });
    this.#outputs.push(name);
  }

  build(name: string): ExampleGraph {
    const bytes = new Uint8Array(this.#data.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#data) {
      bytes.set(part, at);
      at += part.length;
    }
    const weightsManifest = [{ paths: ["weights.bin"], weights: this.#weights }];
    return {
      name,
      json: {
        format: "graph-model",
        modelTopology: { node: this.#nodes, versions: { producer: 27, minConsumer: 0 } },
        weightsManifest,
      },
      files: new Map([["weights.bin", bytes]]),
      input: { name: "x", shape: this.#shape },
      data: numbers(elementCount(this.#shape), 99),
      outputs: this.#outputs,
    };
  }
}

function encoded(value: Attribute): object {
  if (typeof value === "number") return { i: String(value) };
  if (typeof value === "boolean") return { b: value };
  if (typeof value === "string") return { s: letters(value) };
  if (!Array.isArray(value)) return value;
  const list = value as readonly (number | string)[];
  return typeof list[0] === "string"
    ? { list: { s: list.map((text) => letters(String(text))) } }
    : { list: { i: list.map(String) } };
}

function letters(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
