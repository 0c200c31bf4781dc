import type { Fields } from "../tfjs/read-json.ts";
import type { GraphWriter, PlainAttribute } from "./graph-writer.ts";
import type { LayerWeights } from "./layer-weights.ts";

/** A layer to be written as steps of a graph. */
export interface LayerPart {
  readonly name: string;
  readonly config: Fields;
  /** The nodes that it reads. */
  readonly inputs: readonly string[];
  readonly graph: GraphWriter;
  readonly weights: LayerWeights;
  /** Whether pictures are resized by the middles of their pixels. */
  readonly halfPixels: boolean;
}

/** Writes a layer and names the node of its result; undefined where it is of a kind that is not known here. */
export type LayerWriter = (part: LayerPart) => string | undefined;

/** A step that takes the result of the one before, then other nodes; absent ones are left out. */
export type Link =
  | readonly [op: string, others?: readonly string[], attributes?: Attributes]
  | undefined;
type Attributes = Readonly<Record<string, PlainAttribute>>;

/** Writes steps one after the other; the last bears the layer's name. */
export function chain(
  { name, inputs: [input = ""], graph }: LayerPart,
  links: readonly Link[],
  from = input,
): string {
  const steps = links.filter((link) => link !== undefined);
  return steps.reduce((before, [op, others = [], attributes = {}], at) => {
    const own = at === steps.length - 1 ? name : `${name}/${op}`;
    return graph.add(op, [before, ...others], attributes, own);
  }, from);
}

/** A pair of sizes: a number stands for both. */
export function pairAt(config: Fields, key: string, otherwise: number): readonly [number, number] {
  const value = config[key];
  if (typeof value === "number") return [value, value];
  const [first = otherwise, second = first] = Array.isArray(value) ? value.map(Number) : [];
  return [first, second];
}
