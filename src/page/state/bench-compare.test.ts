import { describe, expect, it } from "vitest";
import { compareReports } from "./bench-compare.ts";
import { benchReport, type ReportParts } from "./bench-report.ts";
import type { BenchSeries } from "./bench-run.ts";
import {
  exampleCandidate,
  exampleDevice,
  exampleOpened,
  exampleParts,
  exampleRuns,
  exampleSeries,
} from "./example-bench.ts";

function report(series?: readonly BenchSeries[], change: Partial<ReportParts> = {}) {
  return benchReport(exampleParts(series, change));
}

function withThreads(threads: number, ms: number): BenchSeries {
  return exampleSeries({
    candidate: { ...exampleCandidate, threads },
    opened: { ...exampleOpened, threads },
    runs: exampleRuns([ms]),
  });
}

describe("two reports side by side", () => {
  it("are the same where they are one", () => {
    const one = report();
    expect(compareReports(one, one)).toMatchObject({
      at: "same",
      differences: [],
      pairs: [{ ratios: { p50: 1, p90: 1, p99: 1, endToEnd: 1, start: 1 } }],
      fastest: { ratios: { p50: 1 } },
      onlyHere: [],
      onlyThere: [],
    });
  });

  it("tell how many times as long the other takes", () => {
    const there = report([exampleSeries({ runs: exampleRuns([20, 40, 90]) })]);
    expect(compareReports(report(), there)).toMatchObject({
      // 40 / 20, 90 / 30 twice, and with three more of the other stages (40 + 3) / (20 + 3).
      pairs: [{ ratios: { p50: 2, p90: 3, p99: 3, endToEnd: 43 / 23, start: 1 } }],
    });
  });

  it("tell what differs beside the times", () => {
    const device = { ...exampleDevice, browser: "Firefox 150", cores: 4, memoryGiB: null };
    expect(compareReports(report(), report(undefined, { device, length: "quick" }))).toMatchObject({
      differences: [
        { about: "browser", here: "Chrome 156", there: "Firefox 150" },
        { about: "cores", here: "8", there: "4" },
        { about: "memory", here: "4 GiB", there: "–" },
        { about: "length", here: "full", there: "quick" },
      ],
    });
  });

  it("pair the same threads first, and others only where there is nothing better", () => {
    const compared = compareReports(
      report([withThreads(2, 10), withThreads(4, 6)]),
      report([withThreads(4, 12), withThreads(8, 9)]),
    );
    if (compared.at !== "same") throw new Error("the same model");
    expect(compared.pairs.map(({ here, there }) => [here.threads, there.threads])).toEqual([
      [2, 8],
      [4, 4],
    ]);
    expect(compared.fastest).toMatchObject({ ratios: { p50: 1.5 } });
  });

  it("name what only one of them measured", () => {
    const other = exampleSeries({
      candidate: { ...exampleCandidate, engine: "tfjs", variant: "tfjs-fp16" },
    });
    expect(compareReports(report(), report([other]))).toMatchObject({
      pairs: [],
      onlyHere: [{ engine: "onnx" }],
      onlyThere: [{ engine: "tfjs" }],
    });
  });

  it("pass over what broke down or answered wrongly when they name the fastest", () => {
    const broken = { ...withThreads(4, 1), reason: "golden-mismatch" };
    const compared = compareReports(report([withThreads(2, 10), broken]), report([broken]));
    expect(compared).toMatchObject({ fastest: null });
    const sound = report([withThreads(2, 20)]);
    expect(compareReports(report([withThreads(2, 10), broken]), sound)).toMatchObject({
      fastest: { here: { threads: 2 }, ratios: { p50: 2 } },
    });
  });

  it("have no fastest where one measured nothing", () => {
    const nothing = report([exampleSeries({ opened: null, runs: [] })]);
    expect(compareReports(report(), nothing)).toMatchObject({ pairs: [], fastest: null });
  });

  it("are not compared where the models differ, in name or in their files", () => {
    const { card, choices } = exampleParts();
    const renamed = report(undefined, { card: { ...card, id: "other", title: "Other" } });
    expect(compareReports(report(), renamed)).toEqual({
      at: "different",
      in: "model",
      here: "Some model",
      there: "Other",
    });
    const changed = report(undefined, {
      choices: choices.map((choice) => ({ ...choice, sha256: ["d".repeat(64)] })),
    });
    expect(compareReports(report(), changed)).toEqual({
      at: "different",
      in: "files",
      here: "a".repeat(64),
      there: "d".repeat(64),
    });
  });
});
