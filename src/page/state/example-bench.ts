import type { BenchDevice } from "#exports";
import type { BenchRun, OpenedBench, TuneCandidate } from "#protocol";
import type { ModelCard } from "#shared";
import type { ReportParts } from "./bench-report.ts";
import type { BenchSeries } from "./bench-run.ts";

/** A device, for tests. */
export const exampleDevice: BenchDevice = {
  browser: "Chrome 156",
  platform: "Android",
  userAgent: "Mozilla/5.0",
  cores: 8,
  memoryGiB: 4,
  gpu: null,
  softwareGpu: false,
  isolated: true,
  threads: 8,
  screen: { width: 412, height: 915, pixelRatio: 2.625 },
};

/** A way to run the example's model, for tests. */
export const exampleCandidate: TuneCandidate = {
  model: "some",
  variant: "onnx-fp32",
  engine: "onnx",
  backend: "wasm",
  threads: 2,
};

/** A candidate that runs, for tests. */
export const exampleOpened: OpenedBench = {
  threads: 2,
  build: "some.wasm",
  stages: "task",
  cold: {
    downloadMs: 100.00049,
    downloadBytes: 1_000,
    cachedBytes: 0,
    hashMs: 1,
    engineMs: 20,
    compileMs: 30,
    firstInferenceMs: 40,
  },
  golden: { worst: 0.001, tolerance: 0.01, reference: "another implementation" },
  sample: [[1, 2, 3]],
  addresses: [],
};

/** Runs one after the other, of so many milliseconds in the model, from a moment on; for tests. */
export function exampleRuns(inferMs: readonly number[], fromMs = 1_000_000): readonly BenchRun[] {
  let atMs = fromMs;
  return inferMs.map((ms) => {
    const run = { atMs, preprocessMs: 1, inferMs: ms, decodeMs: 2 };
    atMs += ms + 3;
    return run;
  });
}

/** What became of the example's candidate, for tests. */
export function exampleSeries(change: Partial<BenchSeries> = {}): BenchSeries {
  return {
    candidate: exampleCandidate,
    opened: exampleOpened,
    runs: exampleRuns([10, 20, 30]),
    worst: 0.002,
    ...change,
  };
}

/** What a report is built of, for tests. */
export function exampleParts(
  series: readonly BenchSeries[] = [exampleSeries()],
  change: Partial<ReportParts> = {},
): ReportParts {
  const card = {
    id: "some",
    title: "Some model",
    task: "pose",
    input: { name: "in", width: 8, height: 4, layout: "NCHW", dtype: "float32", channels: "RGB" },
  } as unknown as ModelCard;
  return {
    card,
    choices: [
      { variant: "onnx-fp32", precision: "fp32", sha256: ["a".repeat(64)] },
      { variant: "tfjs-fp16", precision: "fp16", sha256: ["b".repeat(64), "c".repeat(64)] },
    ],
    device: exampleDevice,
    length: "full",
    limit: { mostRuns: 1_024, mostMs: 60_000, of: "each" },
    outcome: { series, ended: "finished", wallMs: 1234.5 },
    hidden: 0,
    createdAt: new Date(Date.UTC(2026, 4, 4, 13, 5, 59)),
    version: "1.2.3",
    ...change,
  };
}
