import type { CpuTensor, ModelCard, Variant } from "#shared";
import type { Session } from "./engines/engine.ts";
import { proveSession, readGoldenRun } from "./golden-run.ts";
import { proveBrought, trialInput } from "./import/brought-proof.ts";
import { createInputTensor } from "./preprocess/convert.ts";

/** How a session of a card is tried before it is used, and the input for it. */
export interface Proof {
  readonly input: CpuTensor;
  /** @throws AppError `golden-mismatch`, `engine-failed`; what the session throws */
  prove(session: Session, engine: string, backend: string): Promise<void>;
}

/** The proof of a variant of a card, from its files. */
export async function proofOf(
  card: ModelCard,
  variant: Pick<Variant, "tolerance">,
  files: ReadonlyMap<string, ArrayBuffer>,
): Promise<Proof> {
  const { golden } = card;
  if (!golden) {
    return {
      input: trialInput(card),
      async prove(session, engine, backend) {
        await proveBrought(session, card, engine, backend);
      },
    };
  }
  const run = await readGoldenRun({ ...card, golden }, variant, files);
  return {
    input: run.input,
    prove: (session, engine, backend) => proveSession(session, run, engine, backend),
  };
}

/** The same bytes in the same engine and browser were tried before. */
export function provedBefore(card: ModelCard): Proof {
  return { input: createInputTensor(card.input), prove: async () => {} };
}
