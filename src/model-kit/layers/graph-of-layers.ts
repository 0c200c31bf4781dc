import { limits } from "../limits.ts";
import type { Shape } from "../report.ts";
import {
  type Fields,
  fieldsAt,
  listAt,
  type TfjsJson,
  textAt,
  type WeightGroup,
} from "../tfjs/read-json.ts";
import { GraphWriter } from "./graph-writer.ts";
import { type LayerCall, layerCalls } from "./layer-calls.ts";
import { LayerWeights } from "./layer-weights.ts";
import { layerWriters } from "./layer-writers.ts";

/** A layers model as a graph of the same weights, with numbers that only the graph needs. */
export interface LayersGraph {
  readonly topology: Fields;
  readonly signature: Fields;
  readonly constants: WeightGroup;
  readonly constantBytes: Uint8Array<ArrayBuffer>;
}

/** The file of the constants; no `model.json` can name it. */
export const constantsPath = "../constants";

/**
 * Writes a TF.js layers model (Keras) as a graph: what TF.js's own library of layers would compute, for one
 * picture. A layer that is not known here becomes a step that no engine knows, under its own name.
 * @throws AppError `model-refused`: `malformed`, `too-deep`, `too-large`
 */
export function graphOfLayers({ file, json, topology, groups }: TfjsJson): LayersGraph {
  const { calls, outputs } = layerCalls(file, rootOf(topology));
  const weights = new LayerWeights(file, groups);
  const graph = new GraphWriter(file, weights.names());
  // TF.js's layers resize by corners, those of Keras by the middles of pixels.
  const halfPixels = !/tensorflow\.?js|tfjs/i.test(textAt(json, "generatedBy"));
  const names: string[] = [];
  const entries: Record<string, Fields> = {};
  for (const call of calls) {
    const { className, name, config } = call;
    const inputs = call.inputs.map((at) => names[at] ?? "");
    if (className === "InputLayer") {
      const dtype = textAt(config, "dtype") === "int32" ? "int32" : "float32";
      const own = graph.placeholder(name || "input", statedShape(config), dtype);
      entries[own] = { name: `${own}:0`, dtype: dtype === "int32" ? "DT_INT32" : "DT_FLOAT" };
      names.push(own);
      continue;
    }
    const write = layerWriters.get(className);
    const written = write?.({
      name: name || className,
      config,
      inputs,
      graph,
      weights,
      halfPixels,
    });
    names.push(written ?? unknown(call, inputs, graph));
  }
  const exits: Record<string, Fields> = {};
  for (const at of outputs) {
    const name = names[at] ?? "";
    const [, ...sizes] = graph.shapeOf(name) ?? [];
    const dim = [null, ...sizes].map((size) => ({ size: String(size ?? -1) }));
    const stated = sizes.length > 0 ? { tensorShape: { dim } } : {};
    exits[name] = { name: `${name}:0`, dtype: "DT_FLOAT", ...stated };
  }
  const constantBytes = new Uint8Array(graph.constantBytes);
  return {
    topology: { node: graph.nodes, library: {}, versions: {} },
    signature: { inputs: entries, outputs: exits },
    constants: { paths: [constantsPath], weights: graph.constants, bytes: constantBytes.length },
    constantBytes,
  };
}

function rootOf(topology: Fields): Fields {
  const root = fieldsAt(topology, "model_config");
  return Object.keys(root).length > 0 ? root : topology;
}

function unknown(
  { className, name }: LayerCall,
  inputs: readonly string[],
  graph: GraphWriter,
): string {
  // "Layer" keeps it from being taken for an operator of the same name.
  return graph.add(`${className} (layer)`, inputs, {}, name);
}

/** The shape that an input layer states; the batch, and whatever is open, is `null`. */
function statedShape(config: Fields): Shape | null {
  const key = Array.isArray(config.batch_shape) ? "batch_shape" : "batch_input_shape";
  const sizes = listAt(config, key);
  if (sizes.length === 0 || sizes.length > limits.rank) return null;
  return sizes.map((size) =>
    Number.isSafeInteger(size) && Number(size) > 0 ? Number(size) : null,
  );
}
