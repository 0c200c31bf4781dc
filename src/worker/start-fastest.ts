import type { CandidateRow, LoadRequest, TuneCandidate } from "#protocol";
import { isAbort, type ModelCard } from "#shared";
import { type Candidate, findCandidates } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { fastestOf, isSameSession, type MeasuredCandidate } from "./fastest.ts";
import type { LoadParts } from "./load.ts";
import { refusalReason } from "./refusal-reason.ts";
import { prepareCandidate } from "./start-candidate.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What bringing the fastest needs beyond loading. */
export interface StartFastestParts extends LoadParts {
  mark(candidate: TuneCandidate): Promise<void>;
  unmark(candidate: TuneCandidate): Promise<void>;
  keep(card: ModelCard, rows: readonly CandidateRow[]): Promise<void>;
}

/** A session that is ready to take over. */
export interface FasterSession {
  readonly candidate: MeasuredCandidate;
  readonly session: Session;
}

/**
 * Starts what is fastest by what was measured here, if that is another session than the one that runs, and
 * lets it answer once: the frames must not wait for its first run. A change of threads alone waits for the
 * next start, for engines start their threads once. What does not start is not tried again.
 * @throws the platform's `AbortError`
 */
export async function startFastest(
  card: ModelCard,
  running: Candidate,
  { allowed, refused }: Pick<LoadRequest, "allowed" | "refused">,
  parts: StartFastestParts,
  signal: AbortSignal,
): Promise<FasterSession | undefined> {
  const candidates = findCandidates(card, parts.engines, allowed, refused).allowed;
  const candidate = fastestOf(candidates, await parts.measured(card));
  if (!candidate || isSameSession(candidate, running)) return undefined;
  if (!(await parts.isStored(card, candidate))) return undefined;
  const probe = await parts.probe(candidate.backend);
  if (whyUnusable(candidate.variant, probe) !== undefined) return undefined;
  const { row } = candidate;
  await parts.mark(row);
  try {
    const prepared = await prepareCandidate(card, candidate, parts, signal, false);
    const session = await prepared.start();
    try {
      await session.run([prepared.proof.input]);
      signal.throwIfAborted();
    } catch (error) {
      session.dispose();
      throw error;
    }
    return { candidate, session };
  } catch (error) {
    if (isAbort(error)) throw error;
    const { medianMs: _medianMs, ...rest } = row;
    await parts.keep(card, [{ ...rest, correct: false, reason: refusalReason(error) }]);
    return undefined;
  } finally {
    await parts.unmark(row);
  }
}
