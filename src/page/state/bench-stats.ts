import type { BenchDrift, BenchStats } from "#exports";

/** A run of which the time and the moment are known, both in milliseconds. */
export interface TimedRun {
  /** From the start of all measuring. */
  readonly atMs: number;
  readonly ms: number;
}

/** Drift is told against the median of so much at the beginning. */
const baselineMs = 60_000;
const endMs = 30_000;

/** The times of runs, counted together. At least one is needed. */
export function statsOf(timesMs: readonly number[]): BenchStats {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const runs = sorted.length;
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / runs;
  const variance = sorted.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / runs;
  return {
    runs,
    p50Ms: rounded(rankOf(sorted, 0.5)),
    p90Ms: rounded(rankOf(sorted, 0.9)),
    p99Ms: rounded(rankOf(sorted, 0.99)),
    minMs: rounded(sorted[0] ?? 0),
    maxMs: rounded(sorted.at(-1) ?? 0),
    meanMs: rounded(mean),
    deviationMs: rounded(Math.sqrt(variance)),
    // A browser's clock may find no time at all in a very short run.
    throughput: mean > 0 ? rounded(1_000 / mean) : 0,
  };
}

/** 101 times in order of length, from the shortest to the longest in even steps. */
export function quantilesOf(timesMs: readonly number[]): readonly number[] {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return Array.from({ length: 101 }, (_, percent) => rounded(rankOf(sorted, percent / 100)));
}

/** Medians of a few seconds each, beside the median of the first minute. At least one run is needed. */
export function driftOf(runs: readonly TimedRun[], binMs: number): BenchDrift {
  const bins = new Map<number, number[]>();
  for (const { atMs, ms } of runs) {
    const index = Math.floor(atMs / binMs);
    const bin = bins.get(index);
    if (bin) bin.push(ms);
    else bins.set(index, [ms]);
  }
  const firstMs = runs[0]?.atMs ?? 0;
  const early = runs.filter(({ atMs }) => atMs - firstMs < baselineMs);
  const baseline = medianOf(early.map(({ ms }) => ms));
  return {
    binMs,
    baselineMs: rounded(baseline),
    bins: [...bins]
      .sort(([a], [b]) => a - b)
      .map(([index, times]) => {
        const medianMs = medianOf(times);
        const relative = baseline > 0 ? rounded(medianMs / baseline) : 1;
        return { atMs: index * binMs, runs: times.length, medianMs: rounded(medianMs), relative };
      }),
  };
}

/**
 * How many times as long an answer takes in the last half minute as in the first minute; null where nothing
 * ran after that.
 */
export function endDrift({ bins, binMs }: Pick<BenchDrift, "bins" | "binMs">): number | null {
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last || last.atMs - first.atMs < baselineMs) return null;
  const late = bins.filter(
    ({ atMs }) => atMs > last.atMs - endMs && atMs + binMs - first.atMs > baselineMs,
  );
  return medianOf(late.map(({ relative }) => relative));
}

function medianOf(timesMs: readonly number[]): number {
  return rankOf(
    timesMs.toSorted((a, b) => a - b),
    0.5,
  );
}

/** The nearest rank: the shortest time that so large a part of all runs did not exceed. */
function rankOf(sorted: readonly number[], part: number): number {
  // Half of a millionth: 0.07 · 100 is a little more than 7 in binary fractions.
  const rank = Math.ceil(sorted.length * part - 5e-7);
  return sorted[Math.max(0, rank - 1)] ?? 0;
}

/** To a thousandth: browsers' clocks tell microseconds at most. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
