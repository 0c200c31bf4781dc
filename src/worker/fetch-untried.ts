import type { CandidateRow, LoadRequest, TuneCandidate } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { type Candidate, findCandidates, isAmong } from "./candidates.ts";
import { isSameSession, untriedBest } from "./fastest.ts";
import type { LoadParts } from "./load.ts";
import { type PreparedCandidate, prepareCandidate } from "./start-candidate.ts";
import { usualThreads } from "./tuner-plan.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What fetching behind the frames needs beyond loading. */
export interface FetchUntriedParts extends LoadParts {
  isDeadly(candidate: TuneCandidate): Promise<boolean>;
}

/** A candidate of which everything is here, and the row that tells of it. */
export interface FetchedUntried {
  readonly candidate: Candidate;
  readonly row: CandidateRow;
  readonly prepared: PreparedCandidate;
}

/**
 * Fetches what a card lists as its fastest, where that was never tried here and something else runs on the
 * processor; starts nothing. Not where bytes are dear, nor what a page may have died of.
 * @throws AppError `offline`, also where the engine did not arrive whole; what fetching files throws; `AbortError`
 */
export async function fetchUntried(
  card: ModelCard,
  running: Candidate,
  { allowed, refused, doubted = [] }: LoadRequest,
  parts: FetchUntriedParts,
  signal: AbortSignal,
): Promise<FetchedUntried | undefined> {
  const candidates = findCandidates(card, parts.engines, allowed, refused).allowed;
  const candidate = untriedBest(candidates, await parts.measured(card));
  if (!candidate || isSameSession(candidate, running)) return undefined;
  const { variant, entry, backend } = candidate;
  const on = { engine: entry.id, backend };
  if (running.backend !== backend || isAmong(candidate, doubted)) return undefined;
  if (parts.savesBytes() && !(await parts.isStored(card, candidate))) return undefined;
  const probe = await parts.probe(backend);
  if (whyUnusable(variant, probe) !== undefined) return undefined;
  const { id, precision } = variant;
  const threads = usualThreads(on, probe.threads);
  const row = { model: card.id, variant: id, ...on, threads, precision, correct: false };
  if (await parts.isDeadly(row)) return undefined;

  const prepared = await prepareCandidate(card, candidate, parts, signal, false);
  if (!prepared.hasRuntime) {
    throw new AppError("offline", { url: `engine ${entry.id}`, receivedBytes: 0, totalBytes: 0 });
  }
  return { candidate, row, prepared };
}
