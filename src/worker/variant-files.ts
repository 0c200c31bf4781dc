import { extraTensors, type ModelCard, type TensorSpec, type Variant } from "#shared";
import type { VariantFiles } from "./engines/engine.ts";

/** A card's variant as engines take it: verified bytes by the names of the card, fed at the size of the input that proves it. */
export function variantFilesOf(
  card: ModelCard,
  variant: Variant,
  files: ReadonlyMap<string, ArrayBuffer>,
  { input: { name, shape, dtype } }: { readonly input: TensorSpec },
): VariantFiles {
  return {
    variantId: variant.id,
    format: variant.format,
    files,
    ...(variant.precision === "int8-weights" && { codedWeights: true }),
    inputs: [{ name, shape, dtype }],
    outputs: card.outputs,
    ...(card.extraInputs && { extras: extraTensors(card.extraInputs, card.input) }),
  };
}
