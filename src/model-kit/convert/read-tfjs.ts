import { elementCount } from "#shared";
import type { Constant, Graph, Operation, Step, ValueInfo } from "./graph.ts";
import { refuse } from "./refuse.ts";
import { resultOf } from "./shapes.ts";
import type { StepWriter } from "./step-writer.ts";
import { TfjsNode } from "./tfjs-node.ts";
import { typeNamed, writeSteps } from "./tfjs-steps.ts";
import { readTfjsWeights, type WeightsManifest } from "./tfjs-weights.ts";

/** What of a TF.js graph is wanted, and at which sizes. */
export interface TfjsWanted {
  /** Shapes of inputs that are dynamic in the file; what stays dynamic becomes 1. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** Names of nodes; whatever only others need is left out. */
  readonly outputs: readonly string[];
}

interface TfjsModelJson {
  readonly modelTopology: { readonly node: readonly unknown[] };
  readonly weightsManifest: WeightsManifest;
}

/**
 * Reads a TF.js graph model as a network of static shapes.
 * @param json the parsed `model.json`
 * @param files its weight files by the paths in its manifest
 * @throws AppError `model-refused` naming what cannot be read or is not known
 */
export function readTfjs(
  json: unknown,
  files: ReadonlyMap<string, Uint8Array>,
  { inputShapes, outputs }: TfjsWanted,
): Graph {
  const { modelTopology, weightsManifest } = json as TfjsModelJson;
  if (!Array.isArray(modelTopology?.node) || !Array.isArray(weightsManifest)) {
    refuse("model.json holds no graph");
  }
  const nodes = new Map(
    modelTopology.node.map((one) => new TfjsNode(one)).map((one) => [one.name, one]),
  );
  const weights = readTfjsWeights(weightsManifest, files);
  const inputs: string[] = [];
  const values = new Map<string, ValueInfo>();
  const constants = new Map<string, Constant>();
  const steps: Step[] = [];
  /** Where a node's result lies, by the name under which other nodes know it. */
  const places = new Map<string, string>();

  const add = (name: string, constant: Constant): string => {
    constants.set(name, constant);
    return name;
  };
  const info = (value: string): ValueInfo =>
    constants.get(value) ?? values.get(value) ?? refuse(`nothing makes ${value}`);
  const writer: StepWriter = {
    info,
    constant: (value) =>
      constants.get(value) ?? refuse(`${value} is not known before the graph runs`),
    step(operation, from, name = `${from[0]}/${operation.kind}.${steps.length}`) {
      const result = resultOf(operation, from.map(info));
      const known = constants.get(from[0] ?? "");
      if (known && operation.kind === "reshape")
        return add(name, { ...known, shape: result.shape });
      if (known && operation.kind === "cast") return add(name, cast(known, result));
      values.set(name, result);
      steps.push({ operation, inputs: from, output: name });
      return name;
    },
    zeros: (length) =>
      add(`zeros.${length}`, { shape: [length], dtype: "float32", data: new Float32Array(length) }),
  };

  const visit = (node: TfjsNode): void => {
    const { name, operator } = node;
    const place = (from: string): string => places.get(from) ?? refuse(`nothing makes ${from}`);
    if (operator === "Const") {
      places.set(name, add(name, weights.get(name) ?? refuse(`${name} has no weights`)));
    } else if (operator === "Placeholder") {
      const shape = inputShapes[name] ?? node.shape("shape") ?? refuse(`${name} has no shape`);
      values.set(name, {
        shape: shape.map((size) => Math.max(size, 1)),
        dtype: typeNamed(node.type("dtype")),
      });
      inputs.push(name);
      places.set(name, name);
    } else if (operator === "Identity" || operator === "StopGradient") {
      places.set(name, place(node.inputs[0] ?? ""));
    } else {
      const given = node.inputs.map(place);
      const results = writeSteps(node.reading(given), writer);
      for (const [index, result] of results.entries()) {
        places.set(index === 0 ? name : `${name}:${index}`, result);
      }
    }
  };
  for (const name of inOrder(nodes, outputs)) visit(nodes.get(name) ?? refuse(`no node ${name}`));

  for (const output of outputs) {
    const place = places.get(output) ?? refuse(`no node ${output}`);
    places.set(output, place);
  }
  return named({ inputs, outputs, values, constants, steps }, places);
}

/** The nodes that the wanted ones need, each after those that it reads. */
function inOrder(
  nodes: ReadonlyMap<string, TfjsNode>,
  wanted: readonly string[],
): readonly string[] {
  const order = new Set<string>();
  const entered = new Set<string>();
  const stack = [...wanted].reverse();
  for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
    const node = nodes.get(name) ?? refuse(`no node ${name}`);
    const missing = node.inputs.map(nodeOf).filter((from) => !order.has(from));
    if (missing.length === 0) {
      order.add(name);
      stack.pop();
    } else {
      if (entered.has(name)) refuse(`a circle through ${name}`);
      entered.add(name);
      stack.push(...missing.reverse());
    }
  }
  return [...order];
}

/** The node of a value: the name without the number of its result. */
function nodeOf(value: string): string {
  return value.replace(/:\d+$/, "");
}

/** Gives each wanted output a step of its own, whose result carries the wanted name. */
function named(graph: Graph, places: ReadonlyMap<string, string>): Graph {
  const renamed = new Map<string, string>();
  const values = new Map(graph.values);
  const copies: Step[] = [];
  for (const output of graph.outputs) {
    const place = places.get(output) ?? output;
    const info = graph.values.get(place) ?? refuse(`${output} does not depend on the input`);
    if (renamed.has(place) || graph.inputs.includes(place)) {
      const operation: Operation = { kind: "reshape", shape: info.shape };
      copies.push({ operation, inputs: [place], output });
    } else {
      renamed.set(place, output);
      values.delete(place);
    }
    values.set(output, info);
  }
  const now = (name: string): string => renamed.get(name) ?? name;
  const steps = [...graph.steps, ...copies].map(({ operation, inputs, output }) => ({
    operation,
    inputs: inputs.map(now),
    output: now(output),
  }));
  return { ...graph, values, steps };
}

function cast({ shape, data }: Constant, { dtype }: ValueInfo): Constant {
  const wide = dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data, Math.trunc);
  if (wide.length !== elementCount(shape)) refuse("a constant of another size than its shape");
  return { shape, dtype, data: wide };
}
