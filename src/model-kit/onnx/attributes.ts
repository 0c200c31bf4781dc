import { strFromU8 } from "fflate";
import type { onnx } from "./generated/onnx.js";
import { int } from "./read-onnx.ts";

/** The attributes of one ONNX node, by name, with the defaults that the caller gives. */
export class Attributes {
  readonly #byName: ReadonlyMap<string, onnx.Attribute.$Properties>;

  constructor(node: onnx.Node.$Properties) {
    this.#byName = new Map((node.attribute ?? []).map((one) => [one.name ?? "", one]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  int(name: string, otherwise: number): number {
    const one = this.#byName.get(name);
    return one === undefined ? otherwise : int(one.i);
  }

  float(name: string, otherwise: number): number {
    return this.#byName.get(name)?.f ?? otherwise;
  }

  ints(name: string): readonly number[] | null {
    const one = this.#byName.get(name);
    return one === undefined ? null : (one.ints ?? []).map(int);
  }

  floats(name: string): readonly number[] | null {
    return this.#byName.get(name)?.floats ?? null;
  }

  text(name: string, otherwise: string): string {
    const bytes = this.#byName.get(name)?.s;
    return bytes && bytes.length <= 4096 ? strFromU8(bytes) : otherwise;
  }

  tensor(name: string): onnx.Tensor.$Properties | null {
    return this.#byName.get(name)?.t ?? null;
  }
}
