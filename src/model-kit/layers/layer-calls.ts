import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";
import { type Fields, fieldsAt, isFields, listAt, textAt } from "../tfjs/read-json.ts";

/** One use of a layer of Keras: models within models are unfolded, and a layer that is used twice is here twice. */
export interface LayerCall {
  readonly className: string;
  readonly name: string;
  readonly config: Fields;
  /** The calls whose results it takes, by their places in the list. */
  readonly inputs: readonly number[];
}

/** A layers model as a list of calls, each after those that it reads. */
export interface LayerPlan {
  readonly calls: readonly LayerCall[];
  readonly outputs: readonly number[];
}

const models = /^(Sequential|Functional|Model)$/;

/**
 * Unfolds the `model_config` of a layers model (Keras 2 and 3).
 * @throws AppError `model-refused`: `malformed`, `too-deep`, `too-large`
 */
export function layerCalls(file: string, root: Fields): LayerPlan {
  const calls: LayerCall[] = [];

  const add = (layer: Fields, inputs: readonly number[]): number => {
    if (calls.length >= limits.nodes) refuse("too-large", file, "too many layers");
    const config = fieldsAt(layer, "config");
    const className = textAt(layer, "class_name");
    if (className === "") refuse("malformed", file, "a layer without a class");
    calls.push({ className, name: nameOf(layer), config, inputs });
    return calls.length - 1;
  };
  /** What a layer, or a model in its place, makes of what it is given; nothing is given where pictures enter. */
  const run = (layer: Fields, given: readonly number[], depth: number): readonly number[] => {
    if (!models.test(textAt(layer, "class_name"))) return [add(layer, given)];
    if (depth >= limits.depth) refuse("too-deep", file, `${depth} models within each other`);
    const sequential = textAt(layer, "class_name") === "Sequential" || Array.isArray(layer.config);
    return sequential ? runInTurn(layer, given, depth + 1) : runGraph(layer, given, depth + 1);
  };

  const runInTurn = (model: Fields, given: readonly number[], depth: number): readonly number[] => {
    let current = given;
    for (const layer of layersOf(file, model)) {
      const className = textAt(layer, "class_name");
      if (className === "InputLayer" && current.length > 0) continue;
      if (current.length === 0 && className !== "InputLayer" && !models.test(className)) {
        const { batch_input_shape, batch_shape, dtype } = fieldsAt(layer, "config");
        const config = { name: `${nameOf(layer)}_input`, batch_input_shape, batch_shape, dtype };
        current = [add({ class_name: "InputLayer", config }, [])];
      }
      current = run(layer, current, depth);
    }
    return current;
  };

  const runGraph = (model: Fields, given: readonly number[], depth: number): readonly number[] => {
    const config = fieldsAt(model, "config");
    const entries = portRefs(config, "input_layers").map(({ layer }) => layer);
    /** Uses of layers, by the name of the layer and the number of the use. */
    const uses = layersOf(file, model).flatMap((layer) => {
      const name = nameOf(layer);
      const nodes = listAt(layer, "inbound_nodes");
      const entry = nodes.length === 0 || textAt(layer, "class_name") === "InputLayer";
      return (entry ? [[]] : nodes.map(readRefs)).map((from, at) => ({ layer, name, at, from }));
    });
    if (uses.length > limits.nodes) refuse("too-large", file, "too many layers");
    const results = new Map<string, readonly number[]>();
    const waiting = new Map<string, (typeof uses)[number][]>();
    const ready: typeof uses = [];
    const missing = new Map<(typeof uses)[number], number>();
    for (const use of uses) {
      const needed = new Set(use.from.map(keyOf));
      missing.set(use, needed.size);
      if (needed.size === 0) ready.push(use);
      for (const key of needed) {
        const list = waiting.get(key) ?? [];
        list.push(use);
        waiting.set(key, list);
      }
    }
    for (let next = 0; next < ready.length; next += 1) {
      const use = ready[next];
      if (!use) break;
      const { layer, name, at, from } = use;
      const inputs = from.flatMap((ref) => results.get(keyOf(ref))?.[ref.result] ?? []);
      if (inputs.length < from.length) refuse("malformed", file, `${name} reads what is not there`);
      const entry = from.length === 0 ? given[entries.indexOf(name)] : undefined;
      const key = keyOf({ layer: name, use: at });
      results.set(key, entry === undefined ? run(layer, inputs, depth) : [entry]);
      for (const one of waiting.get(key) ?? []) {
        const left = (missing.get(one) ?? 0) - 1;
        missing.set(one, left);
        if (left === 0) ready.push(one);
      }
    }
    return portRefs(config, "output_layers").map(
      (ref) =>
        results.get(keyOf(ref))?.[ref.result] ??
        refuse("malformed", file, `nothing makes the output ${ref.layer}`),
    );
  };

  const outputs = run({ class_name: "Functional", ...root }, [], 0);
  if (calls.length === 0 || outputs.length === 0) {
    refuse("malformed", file, "the model has no layers");
  }
  return { calls, outputs };
}

interface Ref {
  readonly layer: string;
  readonly use: number;
  readonly result: number;
}

function keyOf({ layer, use }: Pick<Ref, "layer" | "use">): string {
  return `${use}/${layer}`;
}

function nameOf(layer: Fields): string {
  return textAt(layer, "name") || textAt(fieldsAt(layer, "config"), "name");
}

function layersOf(file: string, { config }: Fields): readonly Fields[] {
  const listed = Array.isArray(config) ? config : isFields(config) ? listAt(config, "layers") : [];
  return listed.map((one) =>
    isFields(one) ? one : refuse("malformed", file, "a layer is damaged"),
  );
}

/** `["conv", 0, 0]`: the first result of the first use of the layer. */
function refOf(value: unknown): readonly Ref[] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return [];
  return [{ layer: value[0], use: Number(value[1] ?? 0), result: Number(value[2] ?? 0) }];
}

/** Keras 2 lists what a use reads; Keras 3 hides it among the arguments, as far as lists within lists go. */
function readRefs(node: unknown): readonly Ref[] {
  if (Array.isArray(node)) return node.flatMap(refOf);
  if (!isFields(node)) return [];
  const within = (value: unknown, depth: number): readonly Ref[] => {
    if (Array.isArray(value)) {
      return depth > 4 ? [] : value.flatMap((one) => within(one, depth + 1));
    }
    return isFields(value) ? refOf(listAt(fieldsAt(value, "config"), "keras_history")) : [];
  };
  return within(node.args, 0);
}

function portRefs(config: Fields, key: string): readonly Ref[] {
  const listed = listAt(config, key);
  return (typeof listed[0] === "string" ? [listed] : listed).flatMap(refOf);
}
