import { adviceFor } from "../advice.ts";
import { chosenSize, closedShape } from "../assumed-size.ts";
import { bytesOf, elementsOf } from "../element-types.ts";
import { limits } from "../limits.ts";
import { peakMemory } from "../peak-memory.ts";
import { refuse } from "../refuse.ts";
import type { ModelReport, OpenedModel, PortReport, Shape } from "../report.ts";
import { OperatorTally, WeightTally } from "../tally.ts";
import { layerClasses } from "./layer-classes.ts";
import { type LayerResult, layerResult } from "./layer-shapes.ts";
import { tfjsMetadata } from "./metadata.ts";
import { type Fields, fieldsAt, isFields, listAt, type TfjsJson, textAt } from "./read-json.ts";
import { loadedBytes } from "./report-graph.ts";

interface Layer {
  readonly name: string;
  readonly className: string;
  readonly config: Fields;
  /** Names of the layers whose results it takes. */
  readonly inputs: readonly string[];
}

/**
 * Reads a TF.js layers model (Keras) as data.
 * @throws AppError `model-refused`
 */
export function reportLayers(opened: OpenedModel, parsed: TfjsJson): ModelReport {
  const { file, json, topology } = parsed;
  const root = fieldsAt(topology, "model_config");
  const layers = layersOf(file, root);
  const weights = new WeightTally();
  for (const group of parsed.groups) {
    for (const { storedDtype, elements, bytes } of group.weights) {
      weights.add(storedDtype, elements, bytes ?? undefined);
    }
  }
  const inputs = inputsOf(root, layers);
  const closed = new Map<string, Shape | null>();
  for (const { name, shape } of inputs) closed.set(name, closedShape(shape, null));
  const results = resultsOf(layers, closed);
  const outputNames = portNames(root, "output_layers", layers.at(-1)?.name ?? "");
  const outputs = outputNames.map((name): PortReport => {
    const known = results.get(name)?.shape ?? null;
    // The batch is open in every Keras model; what was assumed for it is not stated.
    const shape = known?.map((size, axis) => (axis === 0 ? null : size)) ?? null;
    return { name, shape, symbols: shape?.map(() => null) ?? [], dtype: "float32" };
  });
  const [first] = inputs;
  const assumedSize = first && chosenSize(first.shape, closed.get(first.name) ?? null);
  const operators = new OperatorTally();
  for (const { className } of layers) {
    const custom = !layerClasses.has(className);
    operators.add({ name: className, domain: "", custom, version: 1 }, []);
  }
  const report: Omit<ModelReport, "advice"> = {
    format: "tfjs",
    title: textAt(fieldsAt(root, "config"), "name") || opened.title,
    producer: [
      textAt(json, "generatedBy") || `keras ${textAt(topology, "keras_version")}`.trim(),
      textAt(json, "convertedBy"),
    ]
      .filter(Boolean)
      .join(", ")
      .slice(0, 200),
    schemaVersion: 2,
    opsets: [],
    kind: "layers-model",
    inputs,
    outputs,
    operators: operators.report(),
    parameters: weights.elements,
    ...workOf(layers, results),
    ...(assumedSize ? { assumedSize } : {}),
    weights: weights.report(),
    fileBytes: opened.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    memory: {
      weightBytes: loadedBytes(parsed),
      activationBytes: peakMemory(
        layers.map(({ name, inputs: from }) => ({ inputs: from, outputs: [name] })),
        [],
        outputNames,
        (name) => {
          const elements = elementsOf(results.get(name)?.shape ?? null);
          return elements === null ? null : bytesOf("float32", elements);
        },
      ),
    },
    quantization: weights.elements > 0 && weights.share("float32") < 0.5 ? "weights-only" : "none",
    externalData: opened.files
      .slice(1)
      .map(({ name, bytes }) => ({ name, neededBytes: bytes.length, present: true })),
    controlFlow: [],
    constantsAsWeights: 0,
    initializersAsInputs: 0,
    ...tfjsMetadata(json),
  };
  return { ...report, advice: adviceFor(report) };
}

/** The layers in the order of the file, models within models unfolded as far as `limits.depth`. */
function layersOf(file: string, root: Fields): readonly Layer[] {
  const layers: Layer[] = [];
  const unfold = (model: Fields, depth: number): void => {
    if (depth > limits.depth) refuse("too-deep", file, `${depth} models within each other`);
    const { config } = model;
    const listed = Array.isArray(config) ? config : listAt(fieldsAt(model, "config"), "layers");
    let before = "";
    for (const one of listed) {
      if (!isFields(one)) refuse("malformed", file, "a layer is no object");
      if (layers.length >= limits.nodes) refuse("too-large", file, "too many layers");
      const own = fieldsAt(one, "config");
      const className = textAt(one, "class_name");
      const name = textAt(one, "name") || textAt(own, "name");
      if (className === "") refuse("malformed", file, "a layer without a class");
      const named = inboundOf(one);
      const inputs = named.length > 0 ? named : before === "" ? [] : [before];
      if (/^(Sequential|Functional|Model)$/.test(className)) {
        unfold(one, depth + 1);
        // What follows reads the inner model by its name; its result is that of its last layer.
        const last = layers.at(-1);
        layers.push({
          name,
          className: "Identity",
          config: {},
          inputs: last ? [last.name] : inputs,
        });
      } else {
        layers.push({ name, className, config: own, inputs: isSequential(model) ? inputs : named });
      }
      before = name;
    }
  };
  unfold(root, 1);
  if (layers.length === 0) refuse("malformed", file, "the model has no layers");
  return layers;
}

function isSequential(model: Fields): boolean {
  return textAt(model, "class_name") === "Sequential" || Array.isArray(model.config);
}

/** `[[["conv", 0, 0, {}]]]`: the layers of the first call. */
function inboundOf(layer: Fields): readonly string[] {
  const [first] = listAt(layer, "inbound_nodes");
  if (!Array.isArray(first)) return [];
  return first.flatMap((one) => (Array.isArray(one) && typeof one[0] === "string" ? [one[0]] : []));
}

function portNames(root: Fields, key: string, otherwise: string): readonly string[] {
  const listed = listAt(fieldsAt(root, "config"), key);
  const pairs = typeof listed[0] === "string" ? [listed] : listed;
  const names = pairs.flatMap((one) =>
    Array.isArray(one) && typeof one[0] === "string" ? [one[0]] : [],
  );
  return names.length > 0 ? names : [otherwise];
}

/** The shape that an input layer, or the first one of a Sequential model, states. */
function statedShape(config: Fields): Shape | null {
  const key = Array.isArray(config.batch_shape) ? "batch_shape" : "batch_input_shape";
  const sizes = listAt(config, key);
  if (sizes.length === 0 || sizes.length > limits.rank) return null;
  return sizes.map((size) =>
    Number.isSafeInteger(size) && Number(size) > 0 ? Number(size) : null,
  );
}

function inputsOf(root: Fields, layers: readonly Layer[]): readonly PortReport[] {
  const names = portNames(root, "input_layers", layers[0]?.name ?? "");
  return names.map((name) => {
    const layer = layers.find((one) => one.name === name) ?? layers[0];
    const config = layer?.config ?? {};
    const shape = statedShape(config);
    const dtype = textAt(config, "dtype") === "int32" ? "int32" : "float32";
    return { name, shape, symbols: shape?.map(() => null) ?? [], dtype };
  });
}

function resultsOf(
  layers: readonly Layer[],
  closed: ReadonlyMap<string, Shape | null>,
): ReadonlyMap<string, LayerResult> {
  const results = new Map<string, LayerResult>();
  for (const { name, className, config, inputs } of layers) {
    const from = inputs.map((input) => results.get(input)?.shape ?? null);
    const own = closed.get(name) ?? closedShape(statedShape(config), null);
    const given = from.length === 0 ? [own] : from;
    const result = layerResult(className === "Identity" ? "InputLayer" : className, config, given);
    const { shape } = result;
    const fits =
      shape !== null &&
      shape.length <= limits.rank &&
      shape.every((size) => size === null || (Number.isSafeInteger(size) && size >= 0));
    results.set(name, fits || shape === null ? result : { ...result, shape: null });
  }
  return results;
}

function workOf(
  layers: readonly Layer[],
  results: ReadonlyMap<string, LayerResult>,
): Pick<ModelReport, "multiplyAdds" | "uncounted"> {
  let sum = 0;
  const uncounted = new Set<string>();
  for (const { name, className } of layers) {
    const work = results.get(name)?.multiplyAdds ?? null;
    if (work === null || !Number.isFinite(work)) uncounted.add(className);
    else sum += work;
  }
  const none = sum === 0 && uncounted.size > 0;
  return { multiplyAdds: none ? null : sum, uncounted: [...uncounted].sort() };
}
