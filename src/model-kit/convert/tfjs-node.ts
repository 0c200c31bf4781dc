import { refuse } from "./refuse.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A node of a TF.js graph; its attributes are read by name and kind. */
export class TfjsNode {
  readonly name: string;
  readonly operator: string;
  /** Names of values: a node's name, with `:1` for its second result; control inputs left out. */
  readonly inputs: readonly string[];
  readonly #attributes: Fields;

  /** @throws AppError `model-refused` where it is no node */
  constructor(json: unknown) {
    const { name, op, input = [], attr = {} } = isFields(json) ? json : {};
    if (typeof name !== "string" || typeof op !== "string")
      refuse("a node without name or operator");
    if (!Array.isArray(input) || !isFields(attr)) refuse(`node ${name} is damaged`);
    this.name = name;
    this.operator = op;
    this.inputs = input
      .map(String)
      .filter((from) => !from.startsWith("^"))
      .map((from) => from.replace(/:0$/, ""));
    this.#attributes = attr;
  }

  /** The same node, reading from elsewhere. */
  reading(inputs: readonly string[]): TfjsNode {
    return new TfjsNode({
      name: this.name,
      op: this.operator,
      input: inputs,
      attr: this.#attributes,
    });
  }

  /** A whole number. */
  number(attribute: string, otherwise?: number): number {
    const value = Number(this.#field(attribute, "i") ?? otherwise);
    return Number.isSafeInteger(value) ? value : this.#bad(attribute);
  }

  /** A real number. */
  real(attribute: string, otherwise: number): number {
    return Number(this.#field(attribute, "f") ?? otherwise);
  }

  /** Whole numbers; none where the attribute is absent. */
  numbers(attribute: string): readonly number[] {
    const list = this.#field(attribute, "list");
    const values = isFields(list) && Array.isArray(list.i) ? list.i.map(Number) : [];
    return values.every(Number.isSafeInteger) ? values : this.#bad(attribute);
  }

  flag(attribute: string): boolean {
    return this.#field(attribute, "b") === true;
  }

  text(attribute: string, otherwise: string): string {
    const value = this.#field(attribute, "s");
    return value === undefined ? otherwise : textOf(value);
  }

  texts(attribute: string): readonly string[] {
    const list = this.#field(attribute, "list");
    return isFields(list) && Array.isArray(list.s) ? list.s.map(textOf) : [];
  }

  /** TensorFlow's name of an element type, such as `DT_FLOAT`. */
  type(attribute: string): string {
    const value = this.#field(attribute, "type");
    return typeof value === "string" ? value : "DT_FLOAT";
  }

  /** A shape, −1 where it is dynamic; undefined where not even the rank is known. */
  shape(attribute: string): readonly number[] | undefined {
    const shape = this.#field(attribute, "shape");
    const dimensions = isFields(shape) ? shape.dim : undefined;
    if (!Array.isArray(dimensions)) return undefined;
    return dimensions.map((dimension) => Number(isFields(dimension) ? (dimension.size ?? -1) : -1));
  }

  #field(attribute: string, kind: string): unknown {
    const value = this.#attributes[attribute];
    return isFields(value) ? value[kind] : undefined;
  }

  #bad(attribute: string): never {
    refuse(`${this.operator} ${this.name} says nothing usable as ${attribute}`);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text of an attribute: base64, or the codes of its letters. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? String.fromCharCode(...value) : fromBase64(String(value));
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Names of paddings and activations: ASCII, which needs no decoder of the platform. */
function fromBase64(text: string): string {
  let bits = 0;
  let held = 0;
  let out = "";
  for (const letter of text.replace(/=+$/, "")) {
    bits = (bits << 6) | digits.indexOf(letter);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((bits >> held) & 0xff);
    bits &= (1 << held) - 1;
  }
  return out;
}
