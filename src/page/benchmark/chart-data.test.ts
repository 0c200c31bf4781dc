import { describe, expect, it } from "vitest";
import { exampleRuns, exampleSeries } from "../state/example-bench.ts";
import { distributionData, driftData, overTimeData } from "./chart-data.ts";

describe("latency over time", () => {
  it("is the median of each moment, and nothing where a line has no run", () => {
    const first = exampleSeries({ runs: exampleRuns([10, 20, 30], 0) });
    const late = exampleSeries({
      runs: [{ atMs: 240_000, preprocessMs: 0, inferMs: 5 }],
    });
    const [x, line, other] = overTimeData({ series: [first, late] });
    // 240 moments in four minutes: a second each, told by its middle.
    expect(x).toEqual([0.5, 239.5]);
    expect(line).toEqual([20, null]);
    expect(other).toEqual([null, 5]);
  });

  it("never has more points than can be seen", () => {
    const times = Array.from({ length: 5_000 }, () => 1);
    const [x, line] = overTimeData({ series: [exampleSeries({ runs: exampleRuns(times) })] });
    expect(x).toHaveLength(240);
    expect(line).toHaveLength(240);
  });

  it("leaves out what did not run, as the table does", () => {
    const data = overTimeData({ series: [exampleSeries({ opened: null, runs: [] })] });
    expect(data).toEqual([[]]);
  });
});

it("draws drift where there is some, moment by moment", () => {
  const bin = (atMs: number, relative: number) => ({ atMs, runs: 1, medianMs: 1, relative });
  const one = { drift: { binMs: 5_000, bins: [bin(0, 1), bin(5_000, 1.2)] } };
  const other = { drift: { binMs: 5_000, bins: [bin(5_000, 1)] } };
  expect(driftData([one, other])).toEqual([
    [0, 5],
    [1, 1.2],
    [null, 1],
  ]);
});

it("draws a distribution against parts of the answers", () => {
  const quantilesMs = Array.from({ length: 101 }, (_, index) => index);
  const [x, line] = distributionData([{ quantilesMs }]);
  expect(x[100]).toBe(100);
  expect(line?.[100]).toBe(100);
});
