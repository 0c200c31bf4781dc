import type { Graph, Step } from "./graph.ts";

/** Who makes a value and who reads it. */
export class Wiring {
  readonly #makers: ReadonlyMap<string, Step>;
  readonly #readers = new Map<string, Step[]>();
  readonly #outputs: ReadonlySet<string>;

  constructor({ steps, outputs }: Graph) {
    this.#makers = new Map(steps.map((step) => [step.output, step]));
    this.#outputs = new Set(outputs);
    for (const step of steps) {
      for (const value of step.inputs) {
        const readers = this.#readers.get(value);
        if (readers) readers.push(step);
        else this.#readers.set(value, [step]);
      }
    }
  }

  maker(value: string | undefined): Step | undefined {
    return value === undefined ? undefined : this.#makers.get(value);
  }

  /** Every step that reads a value, as often as it reads it. */
  readers(value: string): readonly Step[] {
    return this.#readers.get(value) ?? [];
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  /** The step that makes a value which nothing but one other step reads. */
  ownMaker(value: string | undefined): Step | undefined {
    if (value === undefined || this.isOutput(value)) return undefined;
    return this.readers(value).length === 1 ? this.#makers.get(value) : undefined;
  }
}

/** The number of a constant that holds one, else undefined. */
export function scalarOf({ constants }: Graph, value: string | undefined): number | undefined {
  const constant = value === undefined ? undefined : constants.get(value);
  return constant?.data.length === 1 ? constant.data[0] : undefined;
}

/** The graph without steps whose results nothing reads. */
export function withoutUnread(graph: Graph): Graph {
  const read = new Set(graph.outputs);
  const steps = graph.steps
    .toReversed()
    .filter(({ inputs, output }) => {
      if (!read.has(output)) return false;
      for (const value of inputs) read.add(value);
      return true;
    })
    .toReversed();
  return { ...graph, steps };
}
