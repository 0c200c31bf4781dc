import type { CandidateRow, TuneCandidate } from "#protocol";
import type { Candidate } from "./candidates.ts";

/** What lies within this part of the best is no slower: medians of a few runs are not exact. */
const noise = 0.07;
/** Whoever starts within this need not be waited for by anyone. */
const soonMs = 1_000;

/** A candidate that was measured here. */
export interface MeasuredCandidate extends Candidate {
  readonly threads: number;
  readonly row: CandidateRow;
}

/**
 * The fastest of those candidates that were found correct and measured: of several that are as fast as makes
 * no difference, the one that is tried first anyway.
 */
export function fastestOf(
  candidates: readonly Candidate[],
  rows: readonly CandidateRow[],
): MeasuredCandidate | undefined {
  const measured = measuredOf(candidates, rows);
  const [best] = measured.toSorted((a, b) => medianOf(a) - medianOf(b));
  return best && measured.find((one) => isAsFast(one, best));
}

/** Their medians lie close together, or the middle halves of their runs overlap: the device was busy. */
function isAsFast(one: MeasuredCandidate, best: MeasuredCandidate): boolean {
  const overlap = ((one.row.spreadMs ?? 0) + (best.row.spreadMs ?? 0)) / 2;
  return medianOf(one) - medianOf(best) <= Math.max(noise * medianOf(best), overlap);
}

function medianOf({ row }: MeasuredCandidate): number {
  return row.medianMs ?? Number.POSITIVE_INFINITY;
}

/** With what to begin, and whether something faster waits behind it. */
export interface StartChoice {
  readonly first: MeasuredCandidate;
  readonly fasterKnown: boolean;
}

/**
 * The fastest, or where its start takes long what starts in half the time: frames are answered while the
 * fastest starts behind them. Undefined where nothing was measured.
 */
export function startChoice(
  candidates: readonly Candidate[],
  rows: readonly CandidateRow[],
): StartChoice | undefined {
  const fastest = fastestOf(candidates, rows);
  if (!fastest) return undefined;
  const startMs = fastest.row.startMs ?? 0;
  const [soonest] = measuredOf(candidates, rows)
    .filter((one) => !isSameSession(one, fastest))
    .sort((a, b) => (a.row.startMs ?? startMs) - (b.row.startMs ?? startMs));
  const soonestMs = soonest?.row.startMs ?? startMs;
  if (!soonest || startMs <= soonMs || soonestMs * 2 > startMs) {
    return { first: fastest, fasterKnown: false };
  }
  return { first: soonest, fasterKnown: true };
}

/**
 * What its card lists first, as the fastest on the processor, where nobody has tried it here: it is believed
 * to be faster than whatever runs on the processor, and than nothing else.
 */
export function untriedBest(
  candidates: readonly Candidate[],
  rows: readonly CandidateRow[],
): Candidate | undefined {
  const best = candidates.find(({ variant }) => variant.needs === undefined);
  if (!best || rows.some((row) => isSession(row, best))) return undefined;
  const fastest = fastestOf(candidates, rows);
  return fastest && fastest.backend !== best.backend ? undefined : best;
}

/** Whether two candidates are the same variant in the same engine on the same backend, threads aside. */
export function isSameSession(a: Candidate, b: Candidate): boolean {
  return a.variant.id === b.variant.id && a.entry.id === b.entry.id && a.backend === b.backend;
}

/** Whether a row is about that candidate. */
export function isRowOf(row: CandidateRow, one: TuneCandidate): boolean {
  return (
    row.model === one.model &&
    row.variant === one.variant &&
    row.engine === one.engine &&
    row.backend === one.backend &&
    row.threads === one.threads
  );
}

/** In the order of the candidates; each once for every number of threads that was measured. */
function measuredOf(
  candidates: readonly Candidate[],
  rows: readonly CandidateRow[],
): MeasuredCandidate[] {
  return candidates.flatMap((candidate) =>
    rows
      .filter((row) => row.correct && row.medianMs !== undefined && isSession(row, candidate))
      .map((row) => ({ ...candidate, threads: row.threads, row })),
  );
}

/** Whether a row is about that session of its model, threads aside. */
export function isSession(row: CandidateRow, { variant, entry, backend }: Candidate): boolean {
  return row.variant === variant.id && row.engine === entry.id && row.backend === backend;
}
