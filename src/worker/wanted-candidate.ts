import type { TuneCandidate } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { type Candidate, findCandidates } from "./candidates.ts";
import type { EngineEntry } from "./engines/engine.ts";

/** Where what a candidate is named by is looked up. */
export interface CandidateSource {
  readonly engines: readonly EngineEntry[];
  cardById(id: string): Promise<ModelCard | undefined>;
}

/**
 * Finds what the page names.
 * @throws AppError `internal` where there is no such thing
 */
export async function wantedCandidate(
  { model, variant, engine, backend, threads }: TuneCandidate,
  { engines, cardById }: CandidateSource,
): Promise<{ readonly card: ModelCard; readonly candidate: Candidate }> {
  const card = await cardById(model);
  if (!card) throw new AppError("internal", { reason: `no model card ${model}` });
  const candidate = findCandidates(card, engines, { engine, backend }, []).allowed.find(
    (one) => one.variant.id === variant,
  );
  if (!candidate) throw new AppError("internal", { reason: `no variant ${variant}` });
  return { card, candidate: { ...candidate, threads } };
}
