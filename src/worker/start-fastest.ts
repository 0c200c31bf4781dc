import type { CandidateRow, LoadRequest, TuneCandidate } from "#protocol";
import { isAbort, type ModelCard } from "#shared";
import { type Candidate, findCandidates, isAmong } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { fastestOf, isSameSession } from "./fastest.ts";
import type { FetchedUntried } from "./fetch-untried.ts";
import type { LoadParts } from "./load.ts";
import { didNotArrive, refusalReason } from "./refusal-reason.ts";
import { type PreparedCandidate, prepareCandidate } from "./start-candidate.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What bringing the fastest needs beyond loading. */
export interface StartFastestParts extends LoadParts {
  mark(candidate: TuneCandidate): Promise<void>;
  unmark(candidate: TuneCandidate): Promise<void>;
  keep(card: ModelCard, rows: readonly CandidateRow[]): Promise<void>;
}

/** A session that is ready to take over. */
export interface FasterSession {
  readonly candidate: Candidate;
  readonly session: Session;
  /** Its files are stored. */
  readonly kept: boolean;
}

/**
 * Starts what was fetched for it, or else what is fastest by what was measured here and is stored, if that is
 * another session than the one that runs, and lets it answer once: the frames must not wait for its first run.
 * A change of threads alone waits for the next start, for engines start their threads once. What does not start
 * is not tried again.
 * @throws the platform's `AbortError`
 */
export async function startFastest(
  card: ModelCard,
  running: Candidate,
  request: Pick<LoadRequest, "allowed" | "refused" | "doubted">,
  parts: StartFastestParts,
  signal: AbortSignal,
  fetched?: FetchedUntried,
): Promise<FasterSession | undefined> {
  const wanted = fetched ?? (await measuredFastest(card, request, parts));
  if (!wanted || isSameSession(wanted.candidate, running)) return undefined;
  const { candidate, row } = wanted;
  const probe = await parts.probe(candidate.backend);
  if (whyUnusable(candidate.variant, probe) !== undefined) return undefined;
  await parts.mark(row);
  try {
    const prepared =
      fetched?.prepared ?? (await prepareCandidate(card, candidate, parts, signal, false));
    const session = await startWarm(prepared, signal);
    const { kept } = prepared;
    // It was tried: what there is no room for would else be fetched at every visit.
    if (fetched && !kept) await parts.keep(card, [{ ...row, correct: true }]);
    return { candidate, session, kept };
  } catch (error) {
    if (isAbort(error)) throw error;
    // It may arrive another time.
    if (didNotArrive(error)) return undefined;
    const { medianMs: _medianMs, ...rest } = row;
    await parts.keep(card, [{ ...rest, correct: false, reason: refusalReason(error) }]);
    return undefined;
  } finally {
    await parts.unmark(row);
  }
}

async function measuredFastest(
  card: ModelCard,
  { allowed, refused, doubted = [] }: Pick<LoadRequest, "allowed" | "refused" | "doubted">,
  parts: StartFastestParts,
): Promise<Pick<FetchedUntried, "candidate" | "row"> | undefined> {
  const candidates = findCandidates(card, parts.engines, allowed, refused).allowed.filter(
    (one) => !isAmong(one, doubted),
  );
  const fastest = fastestOf(candidates, await parts.measured(card));
  if (!fastest || !(await parts.isStored(card, fastest))) return undefined;
  return { candidate: fastest, row: fastest.row };
}

async function startWarm(prepared: PreparedCandidate, signal: AbortSignal): Promise<Session> {
  const session = await prepared.start(signal);
  try {
    await session.run([prepared.proof.input]);
    signal.throwIfAborted();
  } catch (error) {
    session.dispose();
    throw error;
  }
  return session;
}
