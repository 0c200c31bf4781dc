import type { OpenedModel } from "../report.ts";

/** A changed model, and the operators, ports or tensors that were changed. */
export interface Repaired {
  readonly model: OpenedModel;
  readonly changed: readonly string[];
}
