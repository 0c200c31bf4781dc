import { describe, expect, it } from "vitest";
import { driftOf, endDrift, quantilesOf, statsOf } from "./bench-stats.ts";

describe("the statistics of runs", () => {
  it("are what a hand computes of ten of them", () => {
    // Mean 55 / 10; variance (2 · (4.5² + 3.5² + 2.5² + 1.5² + 0.5²)) / 10 = 8.25.
    expect(statsOf([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])).toEqual({
      runs: 10,
      p50Ms: 5,
      p90Ms: 9,
      p99Ms: 10,
      minMs: 1,
      maxMs: 10,
      meanMs: 5.5,
      deviationMs: 2.872,
      throughput: 181.818,
    });
  });

  it("are the textbook's: mean 5, deviation 2", () => {
    expect(statsOf([2, 4, 4, 4, 5, 5, 7, 9])).toMatchObject({
      meanMs: 5,
      deviationMs: 2,
      p50Ms: 4,
    });
  });

  it("tell the last but ten of a thousand as p99", () => {
    const times = Array.from({ length: 1_000 }, (_, index) => index + 1);
    expect(statsOf(times)).toMatchObject({ p50Ms: 500, p90Ms: 900, p99Ms: 990, maxMs: 1_000 });
  });

  it("are of a single run, too", () => {
    expect(statsOf([4])).toMatchObject({ runs: 1, p50Ms: 4, p99Ms: 4, deviationMs: 0 });
  });

  it("claim no throughput where the clock saw no time", () => {
    expect(statsOf([0, 0])).toMatchObject({ throughput: 0 });
  });

  it("do not change the order of what they are given", () => {
    const times = [3, 1, 2];
    statsOf(times);
    expect(times).toEqual([3, 1, 2]);
  });
});

it("draws 101 quantiles, each a time that was measured", () => {
  const times = Array.from({ length: 100 }, (_, index) => 100 - index);
  const quantiles = quantilesOf(times);
  expect(quantiles).toHaveLength(101);
  expect([quantiles[0], quantiles[1], quantiles[7], quantiles[50], quantiles[100]]).toEqual([
    1, 1, 7, 50, 100,
  ]);
});

describe("drift", () => {
  it("holds the median of every bin against that of the first minute", () => {
    const runs = [
      { atMs: 0, ms: 10 },
      { atMs: 1_000, ms: 30 },
      { atMs: 2_000, ms: 10 },
      { atMs: 6_000, ms: 10 },
      // After the first minute: not part of the baseline.
      { atMs: 61_000, ms: 15 },
      { atMs: 62_000, ms: 15 },
    ];
    expect(driftOf(runs, 5_000)).toEqual({
      binMs: 5_000,
      baselineMs: 10,
      bins: [
        { atMs: 0, runs: 3, medianMs: 10, relative: 1 },
        { atMs: 5_000, runs: 1, medianMs: 10, relative: 1 },
        { atMs: 60_000, runs: 2, medianMs: 15, relative: 1.5 },
      ],
    });
  });

  it("counts the first minute from the first run of a candidate that began late", () => {
    const runs = [
      { atMs: 100_000, ms: 10 },
      { atMs: 170_000, ms: 20 },
    ];
    expect(driftOf(runs, 5_000)).toMatchObject({ baselineMs: 10 });
  });
});

describe("drift at the end", () => {
  const lasting = (relatives: readonly number[]) => ({
    binMs: 5_000,
    bins: relatives.map((relative, index) => ({
      atMs: index * 5_000,
      runs: 1,
      medianMs: relative,
      relative,
    })),
  });
  const minute = Array.from({ length: 12 }, () => 1);

  it("is the median of the last half minute, so that a moment does not decide", () => {
    expect(endDrift(lasting([...minute, 3, 1.2, 1.2, 1.3, 1.2, 1.3, 9]))).toBe(1.2);
  });

  it("counts nothing of the first minute", () => {
    expect(endDrift(lasting([...minute, 2]))).toBe(2);
  });

  it.each([[[]], [minute]])(
    "is not told before there is something after the first minute",
    (of) => {
      expect(endDrift(lasting(of))).toBeNull();
    },
  );
});
