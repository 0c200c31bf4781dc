import { axisOf } from "../shape-arithmetic.ts";
import { chain, type LayerPart, type LayerWriter } from "./layer-part.ts";

/** All inputs by an operator of two, one after the other. */
function folded(op: string): LayerWriter {
  return (part) => {
    const [, ...others] = part.inputs;
    return chain(
      part,
      others.map((other) => [op, [other]] as const),
    );
  };
}

const average: LayerWriter = (part) => {
  const { inputs, graph } = part;
  const [, ...others] = inputs;
  const share = graph.scalar(1 / Math.max(inputs.length, 1));
  return chain(part, [...others.map((other) => ["AddV2", [other]] as const), ["Mul", [share]]]);
};

const concatenated = (part: LayerPart): string | undefined => {
  const { config, inputs, graph } = part;
  const rank = graph.shapeOf(inputs[0] ?? "")?.length;
  const axis = rank === undefined ? null : axisOf(Number(config.axis ?? -1), rank);
  if (axis === null) return undefined;
  const [, ...others] = inputs;
  return chain(part, [["ConcatV2", [...others, graph.ints([axis], [])]]]);
};

/** Layers that make one thing of several. */
export const mergingWriters: Readonly<Record<string, LayerWriter>> = {
  Add: folded("AddV2"),
  Multiply: folded("Mul"),
  Subtract: folded("Sub"),
  Maximum: folded("Maximum"),
  Minimum: folded("Minimum"),
  Average: average,
  Concatenate: concatenated,
};
