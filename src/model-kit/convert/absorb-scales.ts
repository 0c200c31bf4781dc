import { elementCount } from "#shared";
import type { Constant, Graph, Step, ValueInfo } from "./graph.ts";
import { scalarOf, Wiring, withoutUnread } from "./wiring.ts";

/** Weights up to this many numbers are scaled; larger ones would no longer fit halves, and double in size. */
const mostWeights = 65_536;

/**
 * Rewrites `constant · x` where something behind it can scale for nothing: the weights of a convolution,
 * or the small side of a product (the gates of squeeze-and-excite blocks). Multiplying a large picture
 * costs as much as any other pass over it. The meaning is the same up to rounding.
 */
export function absorbScales(graph: Graph): Graph {
  const absorber = new Absorber(graph);
  const steps = graph.steps.flatMap((step) => absorber.rewrite(step));
  const { values, constants } = absorber;
  return withoutUnread({ ...graph, steps, values, constants });
}

class Absorber {
  readonly values: Map<string, ValueInfo>;
  readonly constants: Map<string, Constant>;
  readonly #graph: Graph;
  readonly #wiring: Wiring;
  /** Scaled values that every reader can scale itself, by name. */
  readonly #scaled = new Map<string, { readonly from: string; readonly factor: number }>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#wiring = new Wiring(graph);
    this.values = new Map(graph.values);
    this.constants = new Map(graph.constants);
  }

  rewrite(step: Step): readonly Step[] {
    const { operation, inputs, output } = step;
    if (operation.kind === "mul" && operation.activation === "none") {
      const [a = "", b = ""] = inputs;
      for (const [from, constant] of [
        [a, b],
        [b, a],
      ] as const) {
        const factor = scalarOf(this.#graph, constant);
        if (factor === undefined || this.constants.has(from)) continue;
        if (!this.#readersScale(output)) continue;
        this.#scaled.set(output, { from, factor });
        // Its step stays for a reader that turns up later; nothing reads it, and it goes.
        return [step];
      }
    }
    const at = inputs.findIndex((value) => this.#scaled.has(value));
    const scaled = this.#scaled.get(inputs[at] ?? "");
    if (!scaled) return [step];
    const now = inputs.with(at, scaled.from);
    if (operation.kind === "conv" || operation.kind === "depthwise") {
      return [
        { ...step, inputs: now.with(1, this.#scaledWeights(inputs[1] ?? "", scaled.factor)) },
      ];
    }
    // The mean scales itself afterwards, a product scales its other, smaller side before.
    if (operation.kind === "mean") {
      const [made, product] = this.#product(`${output}/unscaled`, output, scaled.factor);
      return [{ ...step, inputs: now, output: made }, product];
    }
    const other = inputs[1 - at] ?? "";
    const [, product] = this.#product(other, `${output}/scale`, scaled.factor);
    return [product, { ...step, inputs: now.with(1 - at, product.output) }];
  }

  #readersScale(value: string): boolean {
    const readers = this.#wiring.readers(value);
    return (
      !this.#wiring.isOutput(value) &&
      readers.length > 0 &&
      readers.every((step) => this.#scales(step, value))
    );
  }

  #scales({ operation, inputs }: Step, value: string): boolean {
    if (inputs.filter((input) => this.#scaled.has(input) || input === value).length !== 1)
      return false;
    if (operation.kind === "mean") return true;
    if (operation.kind === "conv" || operation.kind === "depthwise") {
      const weights = this.constants.get(inputs[1] ?? "");
      return inputs[0] === value && weights !== undefined && weights.data.length <= mostWeights;
    }
    if (operation.kind !== "mul") return false;
    const other = inputs.find((input) => input !== value) ?? "";
    return this.values.has(other) && this.#size(other) * 16 <= this.#size(value);
  }

  #size(value: string): number {
    return elementCount(this.values.get(value)?.shape ?? []);
  }

  #product(from: string, output: string, factor: number): readonly [string, Step] {
    const constant = `scalar.${factor}`;
    this.constants.set(constant, { shape: [], dtype: "float32", data: Float32Array.of(factor) });
    const info = this.values.get(from) ?? this.values.get(output);
    if (info) for (const name of [from, output]) this.values.set(name, info);
    return [
      from,
      { operation: { kind: "mul", activation: "none" }, inputs: [from, constant], output },
    ];
  }

  #scaledWeights(name: string, factor: number): string {
    const scaledName = `${name}*${factor}`;
    const weights = this.constants.get(name);
    if (weights) {
      const data = Float32Array.from(weights.data, (value) => value * factor);
      this.constants.set(scaledName, { ...weights, data });
    }
    return scaledName;
  }
}
