import type { ElementType, Shape } from "../report.ts";
import { nothing, type Value } from "../value.ts";
import type { Attributes } from "./attributes.ts";

/** One node, as a rule sees it. */
export interface NodeView {
  readonly op: string;
  readonly opset: number;
  readonly attributes: Attributes;
  /** As many as the node lists; `nothing` for an optional one that is left out. */
  readonly inputs: readonly Value[];
  readonly outputs: number;
}

/** What a node's outputs are. */
export type ShapeRule = (node: NodeView) => readonly Value[];

/** Ints from an attribute (older opsets) or from an input that is known (newer ones). */
export function ints(node: NodeView, name: string, input: number): readonly number[] | null {
  return node.attributes.ints(name) ?? node.inputs[input]?.known ?? null;
}

/** The nth input. */
export function at(node: NodeView, index: number): Value {
  return node.inputs[index] ?? nothing;
}

/** One result. */
export function one(dtype: ElementType, shape: Shape | null): readonly Value[] {
  return [{ dtype, shape }];
}
