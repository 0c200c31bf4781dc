import type { RunnerModel } from "#tasks/runner";
import { likenessOf } from "../decoders/embedding.ts";

/** The frame that others are compared with, and which press chose it. */
interface Chosen {
  readonly press: number;
  readonly direction: Float32Array | undefined;
}

/** Stays with a model while it is loaded: pictures are compared with a frame of the camera, too. */
const chosenOf = new WeakMap<RunnerModel, Chosen>();

/**
 * How alike a frame is to the chosen one, −1 … 1; null where none is chosen.
 * @param press counts the presses so far: with a new one this very frame is chosen
 */
export function likenessToChosen(
  model: RunnerModel,
  direction: Float32Array,
  press: number,
): number | null {
  const before = chosenOf.get(model);
  // Presses from before this model was loaded chose frames that it never saw.
  const isNew = before !== undefined && before.press !== press;
  const chosen = isNew ? direction : before?.direction;
  chosenOf.set(model, { press, direction: chosen });
  return chosen ? likenessOf(chosen, direction) : null;
}
