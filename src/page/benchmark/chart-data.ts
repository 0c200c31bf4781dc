import type { BenchDrift } from "#exports";
import { startOf } from "../state/bench-report.ts";
import type { BenchOutcome } from "../state/bench-run.ts";

/** Points of lines that share their x, as the chart takes them; null where a line has none. */
export type ChartData = readonly [x: readonly number[], ...lines: (readonly (number | null)[])[]];

/** A line has no more points than a narrow screen has pixels for. */
const mostPoints = 240;

/**
 * Latency over time: for each series that ran, the median of each of at most 240 moments, in milliseconds;
 * x in seconds from the first run of all.
 */
export function overTimeData({ series }: Pick<BenchOutcome, "series">): ChartData {
  const ran = series.filter(({ opened, runs }) => opened && runs.length > 0);
  const zeroMs = startOf(ran);
  const endMs = ran.reduce((latest, { runs }) => Math.max(latest, runs.at(-1)?.atMs ?? 0), zeroMs);
  const binMs = Math.max(1, (endMs - zeroMs) / mostPoints);
  const used = new Set<number>();
  const lines = ran.map(({ runs }) => {
    const bins = new Map<number, number[]>();
    for (const { atMs, inferMs } of runs) {
      const index = Math.min(mostPoints - 1, Math.floor((atMs - zeroMs) / binMs));
      used.add(index);
      const bin = bins.get(index);
      if (bin) bin.push(inferMs);
      else bins.set(index, [inferMs]);
    }
    return bins;
  });
  const indices = [...used].sort((a, b) => a - b);
  return [
    indices.map((index) => ((index + 0.5) * binMs) / 1_000),
    ...lines.map((bins) => indices.map((index) => medianOf(bins.get(index)))),
  ];
}

/** The distribution: for each part of the answers in percent, how long the slowest of them took. */
export function distributionData(
  measured: readonly { readonly quantilesMs: readonly number[] }[],
): ChartData {
  return [
    Array.from({ length: 101 }, (_, percent) => percent),
    ...measured.map(({ quantilesMs }) => quantilesMs),
  ];
}

/** Drift: for each way the median of every bin over that of the first minute; x in seconds. */
export function driftData(
  measured: readonly { readonly drift: Pick<BenchDrift, "bins" | "binMs"> }[],
): ChartData {
  const moments = [
    ...new Set(measured.flatMap(({ drift }) => drift.bins.map(({ atMs }) => atMs))),
  ].sort((a, b) => a - b);
  return [
    moments.map((atMs) => atMs / 1_000),
    ...measured.map(({ drift }) => {
      const known = new Map(drift.bins.map(({ atMs, relative }) => [atMs, relative]));
      return moments.map((atMs) => known.get(atMs) ?? null);
    }),
  ];
}

function medianOf(times: readonly number[] | undefined): number | null {
  if (!times) return null;
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length / 2) - 1] ?? null;
}
