import { limits } from "../limits.ts";
import type { ElementType, Shape } from "../report.ts";
import { nothing, type Value } from "../value.ts";
import type { GraphNode } from "./graph-node.ts";

/** What a node's results are, given what it reads. */
export type GraphRule = (node: GraphNode, inputs: readonly Value[]) => readonly Value[];

/** One result, its values kept where they are few. */
export function one(
  dtype: ElementType,
  shape: Shape | null,
  known?: readonly number[],
): readonly Value[] {
  return known && known.length <= limits.constantElements
    ? [{ dtype, shape, known }]
    : [{ dtype, shape }];
}

/** The first input. */
export const first = (inputs: readonly Value[]): Value => inputs[0] ?? nothing;

/** The nth input. */
export const at = (inputs: readonly Value[], index: number): Value => inputs[index] ?? nothing;
