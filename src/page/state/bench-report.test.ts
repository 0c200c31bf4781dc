import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { benchReport, isRight } from "./bench-report.ts";
import type { BenchSeries } from "./bench-run.ts";
import {
  exampleCandidate,
  exampleOpened,
  exampleParts,
  exampleRuns,
  exampleSeries,
} from "./example-bench.ts";

const schemas = import.meta.glob<object>(
  ["/public/schemas/localens.benchmark.v1.json", "/e2e/support/benchmark-app-report.json"],
  { eager: true, import: "default" },
);

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });

/** What is wrong with a report by a schema; null where nothing is. */
function wrongBy(path: string, report: unknown): unknown {
  const schema = schemas[path];
  if (!schema) throw new Error(`${path} is missing`);
  // Compiled once: the library knows it again.
  const validate = ajv.compile(schema);
  // As a reader finds it.
  return validate(JSON.parse(JSON.stringify(report))) ? null : validate.errors;
}

const ours = "/public/schemas/localens.benchmark.v1.json";
const benchmarkApp = "/e2e/support/benchmark-app-report.json";

describe("the report of a benchmark", () => {
  const slow = exampleSeries({ runs: exampleRuns([50, 60]) });
  const fast = exampleSeries({
    candidate: { ...exampleCandidate, engine: "tfjs", variant: "tfjs-fp16", threads: 1 },
    opened: { ...exampleOpened, threads: 1 },
  });
  const refused = exampleSeries({ opened: null, runs: [], reason: "it hangs" });

  it("is what its schema says, and all that benchmark_app would write", () => {
    const report = benchReport(exampleParts([slow, fast, refused]));
    expect(wrongBy(ours, report)).toBeNull();
    expect(wrongBy(benchmarkApp, report)).toBeNull();
    for (const candidate of report.candidates.filter(({ at }) => at === "measured")) {
      const alone = { cmd_options: report.cmd_options, ...candidate };
      expect(wrongBy(benchmarkApp, alone)).toBeNull();
    }
  });

  it.each(["configuration_setup", "execution_results", "candidates", "device"])(
    "is none without %s",
    (field) => {
      const { [field as "device"]: _left, ...report } = benchReport(exampleParts());
      expect(wrongBy(ours, report)).not.toBeNull();
    },
  );

  it("tells benchmark_app's readers of the fastest way", () => {
    const report = benchReport(exampleParts([slow, fast]));
    expect(report.configuration_setup).toMatchObject({
      topology: "some",
      target_device: "CPU",
      precision: "fp16",
      iterations_num: 1_024,
      duration: 60_000,
      cpu_streams_num: "1",
    });
    expect(report.execution_results).toEqual({
      read_model_time: 100,
      load_model_time: 30,
      first_inference_time: 40,
      execution_time: 60,
      iterations_num: 3,
      latency_median: 20,
      latency_min: 10,
      latency_max: 30,
      percentile_boundary: 50,
      latency_avg: 20,
      throughput: 50,
      group_latencies: [
        {
          data_shape: "in[1,3,4,8]",
          latency_median: 20,
          latency_min: 10,
          latency_max: 30,
          latency_average: 20,
        },
      ],
    });
    expect(report.cmd_options).toMatchObject({ d: "CPU", nthreads: "1", niter: "1024" });
  });

  it("tells of every stage and of all of them together", () => {
    const [way] = benchReport(exampleParts()).candidates;
    expect(way).toMatchObject({
      stages: {
        preprocess: { p50Ms: 1 },
        infer: { p50Ms: 20 },
        decode: { p50Ms: 2 },
        endToEnd: { p50Ms: 23 },
      },
    });
  });

  it("has no decode where the model alone was measured", () => {
    const runs = exampleRuns([10]).map(({ decodeMs: _none, ...run }) => run);
    const [way] = benchReport(exampleParts([exampleSeries({ runs })])).candidates;
    expect(way).toMatchObject({ stages: { endToEnd: { p50Ms: 11 } } });
    expect(way).not.toHaveProperty("stages.decode");
  });

  it("holds the worse of both answers against the golden one", () => {
    const [way] = benchReport(exampleParts()).candidates;
    expect(way).toMatchObject({ agreement: { with: "golden", worst: 0.002, tolerance: 0.01 } });
  });

  it("holds answers that nobody recorded against another engine's", () => {
    const { golden: _none, ...unrecorded } = exampleOpened;
    const report = benchReport(
      exampleParts([
        exampleSeries({ opened: { ...unrecorded, sample: [[1, 2]] }, worst: null }),
        exampleSeries({ opened: { ...unrecorded, sample: [[1, 2.5]] }, worst: null }),
      ]),
    );
    expect(report.candidates).toMatchObject([
      { agreement: null },
      { agreement: { with: "engine", reference: "onnx wasm 2", worst: 0.5, tolerance: null } },
    ]);
    expect(wrongBy(ours, report)).toBeNull();
  });

  it("counts moments from the first run of all", () => {
    const late = exampleSeries({ runs: exampleRuns([10], 1_006_000) });
    const [, way] = benchReport(exampleParts([exampleSeries(), late])).candidates;
    expect(way).toMatchObject({ drift: { bins: [{ atMs: 5_000, runs: 1 }] } });
  });

  it("keeps what ran before a breakdown, and lets another be the fastest", () => {
    const broken = exampleSeries({ ...fast, runs: exampleRuns([1]), reason: "it crashed" });
    const report = benchReport(exampleParts([broken, slow]));
    expect(report.candidates[0]).toMatchObject({ at: "measured", reason: "it crashed" });
    expect(report.execution_results?.latency_median).toBe(50);
    expect(wrongBy(ours, report)).toBeNull();
  });

  it.each<[boolean | null, string, Partial<BenchSeries>]>([
    [true, "is within the tolerance", {}],
    [null, "broke down within it", { reason: "it crashed" }],
    [false, "went beyond it", { worst: 0.5, reason: "golden-mismatch" }],
  ])("answers %j to whether a way is right that %s", (right, _, change) => {
    const [way] = benchReport(exampleParts([exampleSeries(change)])).candidates;
    if (way?.at !== "measured") throw new Error("it was measured");
    expect(isRight(way)).toBe(right);
  });

  it("says so where nothing could be measured", () => {
    const report = benchReport(exampleParts([refused]));
    expect(report).toMatchObject({
      configuration_setup: null,
      candidates: [{ at: "refused", reason: "it hangs" }],
    });
    expect(wrongBy(ours, report)).toBeNull();
  });
});
