import type { LayerWriter } from "./layer-part.ts";
import { mergingWriters } from "./merging-writers.ts";
import { shapingWriters } from "./shaping-writers.ts";
import { weighingWriters } from "./weighing-writers.ts";

/** How a layer of Keras is written as steps of a graph, by its class. */
export const layerWriters: ReadonlyMap<string, LayerWriter> = new Map([
  ...Object.entries(weighingWriters),
  ...Object.entries(shapingWriters),
  ...Object.entries(mergingWriters),
]);
