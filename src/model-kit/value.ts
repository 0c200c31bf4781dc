import type { ElementType, Shape } from "./report.ts";

/** What shape inference knows of a tensor. */
export interface Value {
  readonly dtype: ElementType;
  /** `null`: not even the rank is known. */
  readonly shape: Shape | null;
  /** The values of a small constant or of what is computed from shapes, row-major. */
  readonly known?: readonly number[];
}

/** A tensor of which nothing is known. */
export const nothing: Value = { dtype: "unknown", shape: null };
