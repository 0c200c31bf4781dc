import type { CandidateRow, LoadRequest, TuneCandidate } from "#protocol";
import { isAbort, type ModelCard } from "#shared";
import { type Candidate, findCandidates } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { fastestOf, isSameSession, untriedBest } from "./fastest.ts";
import type { LoadParts } from "./load.ts";
import { isNetworkError, refusalReason } from "./refusal-reason.ts";
import { type PreparedCandidate, prepareCandidate } from "./start-candidate.ts";
import { usualThreads } from "./tuner-plan.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What bringing the fastest needs beyond loading. */
export interface StartFastestParts extends LoadParts {
  isDeadly(candidate: TuneCandidate): Promise<boolean>;
  mark(candidate: TuneCandidate): Promise<void>;
  unmark(candidate: TuneCandidate): Promise<void>;
  keep(card: ModelCard, rows: readonly CandidateRow[]): Promise<void>;
}

/** A session that is ready to take over. */
export interface FasterSession {
  readonly candidate: Candidate;
  readonly session: Session;
}

/** What is worth starting, and the row that tells of it. */
interface Wanted {
  readonly candidate: Candidate;
  readonly row: CandidateRow;
}

/**
 * Starts what is fastest by what was measured here, or else what its card says is, if that is another session
 * than the one that runs, and lets it answer once: the frames must not wait for its first run. A change of
 * threads alone waits for the next start, for engines start their threads once. What does not start is not
 * tried again. What was measured is not downloaded for it; what nobody has tried is, unless bytes are dear.
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
  const wanted = await wantedOf(card, candidates, running, parts);
  if (!wanted) return undefined;
  const { candidate, row } = wanted;
  const probe = await parts.probe(candidate.backend);
  if (whyUnusable(candidate.variant, probe) !== undefined) return undefined;
  try {
    const prepared = await prepareCandidate(card, candidate, parts, signal, false);
    return { candidate, session: await startMarked(prepared, row, parts, signal) };
  } catch (error) {
    if (isAbort(error)) throw error;
    // It may arrive another time.
    if (isNetworkError(error)) return undefined;
    const { medianMs: _medianMs, ...rest } = row;
    await parts.keep(card, [{ ...rest, correct: false, reason: refusalReason(error) }]);
    return undefined;
  }
}

/** Not while it is downloaded: who leaves meanwhile did not die of it. */
async function startMarked(
  prepared: PreparedCandidate,
  row: CandidateRow,
  parts: StartFastestParts,
  signal: AbortSignal,
): Promise<Session> {
  await parts.mark(row);
  try {
    const session = await prepared.start();
    try {
      await session.run([prepared.proof.input]);
      signal.throwIfAborted();
    } catch (error) {
      session.dispose();
      throw error;
    }
    return session;
  } finally {
    await parts.unmark(row);
  }
}

async function wantedOf(
  card: ModelCard,
  candidates: readonly Candidate[],
  running: Candidate,
  parts: StartFastestParts,
): Promise<Wanted | undefined> {
  const rows = await parts.measured(card);
  const untried = untriedBest(candidates, rows);
  const isNew = untried !== undefined && !isSameSession(untried, running);
  if (isNew && (!parts.savesBytes() || (await parts.isStored(card, untried)))) {
    const row = await rowOf(card, untried, parts);
    if (!(await parts.isDeadly(row))) return { candidate: untried, row };
  }
  const fastest = fastestOf(candidates, rows);
  if (!fastest || isSameSession(fastest, running)) return undefined;
  if (!(await parts.isStored(card, fastest))) return undefined;
  return { candidate: fastest, row: fastest.row };
}

async function rowOf(
  card: ModelCard,
  { variant, entry, backend }: Candidate,
  parts: StartFastestParts,
): Promise<CandidateRow> {
  const on = { engine: entry.id, backend };
  const threads = usualThreads(on, (await parts.probe(backend)).threads);
  const { id, precision } = variant;
  return { model: card.id, variant: id, ...on, threads, precision, correct: false };
}
