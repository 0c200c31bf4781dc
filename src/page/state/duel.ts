import type { CandidateRow, OpenedCandidate, TuneCandidate } from "#protocol";

/** A candidate that runs and can be timed. */
export interface Contender {
  readonly candidate: TuneCandidate;
  readonly precision: string;
  readonly opened: OpenedCandidate;
  /** Milliseconds of that many runs, one after the other. */
  time(runs: number): Promise<readonly number[]>;
}

/** Medians of fewer trials are not worth comparing; more than the most tell nothing new. */
const rounds = { atLeast: 5, atMost: 11, withinMs: 3_000 };
/** After two rounds what takes this much longer is out: measuring on would only cost time. */
const farSlower = 2.5;
const farRounds = 2;
/** Runs this short are timed several at once. */
const shortMs = 20;
const shortRuns = 3;

/**
 * Times two contenders in turn, so that whatever else the device does meets both alike, and tells what was
 * measured of each. Bounded in runs and in time.
 * @param nowMs milliseconds that only grow
 */
export async function duel(
  a: Contender,
  b: Contender,
  nowMs: () => number,
): Promise<readonly [CandidateRow, CandidateRow]> {
  const timesA: number[] = [];
  const timesB: number[] = [];
  const startMs = nowMs();
  for (let round = 0; round < rounds.atMost; round += 1) {
    if (round >= rounds.atLeast && nowMs() - startMs >= rounds.withinMs) break;
    if (round >= farRounds && isFar(timesA, timesB)) break;
    // Whoever runs second finds a warmer device: they take turns at that, too.
    const order = round % 2 === 0 ? ([a, b] as const) : ([b, a] as const);
    for (const one of order) {
      const runs = one.opened.warmMs < shortMs ? shortRuns : 1;
      (one === a ? timesA : timesB).push(...(await one.time(runs)));
    }
  }
  return [rowOf(a, timesA), rowOf(b, timesB)];
}

/** Times one contender that has nobody to be compared with. */
export async function solo(one: Contender): Promise<CandidateRow> {
  const times: number[] = [];
  for (let round = 0; round < rounds.atLeast; round += 1) times.push(...(await one.time(1)));
  return rowOf(one, times);
}

/** A row of what was measured: median, and the distance between the quartiles. */
export function rowOf(
  { candidate, precision, opened }: Pick<Contender, "candidate" | "precision" | "opened">,
  timesMs: readonly number[],
): CandidateRow {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const rank = (part: number): number =>
    sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
  return {
    ...candidate,
    precision,
    correct: true,
    medianMs: rounded(rank(0.5)),
    spreadMs: rounded(rank(0.75) - rank(0.25)),
    startMs: rounded(opened.startMs),
  };
}

/** The best of each is compared: a single slow run says nothing. */
function isFar(a: readonly number[], b: readonly number[]): boolean {
  const [bestA, bestB] = [Math.min(...a), Math.min(...b)];
  return Math.max(bestA, bestB) > farSlower * Math.min(bestA, bestB);
}

/** Finer than a hundredth of a millisecond no browser's clock is. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
