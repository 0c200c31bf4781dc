import {
  type BenchAgreement,
  type BenchConditions,
  type BenchDevice,
  type BenchModel,
  type BenchReport,
  type BenchStageStats,
  type BenchWay,
  benchSchema,
  type MeasuredWay,
  type OpenVinoResults,
  type OpenVinoSetup,
  type RefusedWay,
} from "#exports";
import type { BenchChoice, BenchRun, OpenedBench } from "#protocol";
import type { ModelCard } from "#shared";
import type { BenchLimit, BenchOutcome, BenchSeries } from "./bench-run.ts";
import { driftOf, quantilesOf, rounded, statsOf } from "./bench-stats.ts";
import { worstDifference } from "./trial-rows.ts";

/** Everything that a report tells of. */
export interface ReportParts {
  readonly card: Pick<ModelCard, "id" | "title" | "task" | "input">;
  readonly choices: readonly Pick<BenchChoice, "variant" | "precision" | "sha256">[];
  readonly device: BenchDevice;
  readonly length: BenchConditions["length"];
  readonly limit: BenchLimit;
  readonly outcome: BenchOutcome;
  readonly hidden: number;
  readonly createdAt: Date;
  readonly version: string;
}

/** Latency over time is told in medians of so much. */
const binMs = 5_000;

/** Builds the report of a benchmark. */
export function benchReport(parts: ReportParts): BenchReport {
  const { card, choices, device, length, limit, outcome, hidden, createdAt, version } = parts;
  const { series, ended, wallMs } = outcome;
  const zeroMs = startOf(series);
  const candidates = series.map((one) => wayOf(one, series, zeroMs, parts));
  const fastest = fastestOf(candidates);
  const tried = new Set(series.map(({ candidate }) => candidate.variant));
  const model: BenchModel = {
    id: card.id,
    title: card.title,
    task: card.task,
    input: inputOf(card),
    sha256: Object.fromEntries(
      choices
        .filter(({ variant }) => tried.has(variant))
        .map(({ variant, sha256 }) => [variant, sha256]),
    ),
  };
  return {
    schema: benchSchema,
    createdAt: createdAt.toISOString(),
    app: { name: "Localens", version },
    device,
    model,
    conditions: {
      length,
      mostRuns: limit.mostRuns,
      mostMs: limit.mostMs,
      ended,
      wallMs: Math.round(wallMs),
      hidden,
    },
    cmd_options: optionsOf(fastest, card, limit),
    configuration_setup: fastest?.configuration_setup ?? null,
    execution_results: fastest?.execution_results ?? null,
    candidates,
  };
}

/** When the first of all runs began, milliseconds since 1970. */
export function startOf(series: readonly Pick<BenchSeries, "runs">[]): number {
  return series.reduce(
    (earliest, { runs: [first] }) => Math.min(earliest, first?.atMs ?? earliest),
    Number.POSITIVE_INFINITY,
  );
}

/** Those that went through, by how soon their model answers. */
export function ranking(candidates: BenchReport["candidates"]): readonly MeasuredWay[] {
  return candidates
    .filter((one): one is MeasuredWay => one.at === "measured" && one.reason === undefined)
    .toSorted((a, b) => a.stages.infer.p50Ms - b.stages.infer.p50Ms);
}

/** The one whose model answers soonest, of those that went through. */
export function fastestOf(candidates: BenchReport["candidates"]): MeasuredWay | undefined {
  return ranking(candidates)[0];
}

/** Whether the answers of a way were right to its end: null where that cannot be told. */
export function isRight({ agreement, reason }: MeasuredWay): boolean | null {
  if (!agreement || agreement.tolerance === null) return null;
  // What is no number is no agreement either.
  if (!(agreement.worst <= agreement.tolerance)) return false;
  return reason === undefined ? true : null;
}

function wayOf(
  one: BenchSeries,
  all: readonly BenchSeries[],
  zeroMs: number,
  { choices, card, limit }: ReportParts,
): MeasuredWay | RefusedWay {
  const { candidate, opened, runs, reason } = one;
  const { engine, backend, variant, threads } = candidate;
  const precision = choices.find((choice) => choice.variant === variant)?.precision ?? variant;
  const way: BenchWay = { engine, backend, variant, precision, threads };
  if (!opened || runs.length === 0) {
    return { ...way, at: "refused", reason: reason ?? "it was not measured" };
  }
  const infer = runs.map(({ inferMs }) => inferMs);
  const stages = stagesOf(runs);
  return {
    ...way,
    // What it was given, not what it was asked for.
    threads: opened.threads,
    at: "measured",
    build: opened.build,
    cold: roundedCold(opened.cold),
    stages,
    agreement: agreementOf(one, opened, all),
    drift: driftOf(
      runs.map(({ atMs, inferMs }) => ({ atMs: Math.max(0, atMs - zeroMs), ms: inferMs })),
      binMs,
    ),
    quantilesMs: quantilesOf(infer),
    configuration_setup: setupOf(way, card.id, limit),
    execution_results: resultsOf(opened, stages, infer, card),
    ...(reason !== undefined && { reason }),
  };
}

function stagesOf(runs: readonly BenchRun[]): BenchStageStats {
  const decodes = runs.flatMap(({ decodeMs }) => (decodeMs === undefined ? [] : [decodeMs]));
  return {
    preprocess: statsOf(runs.map(({ preprocessMs }) => preprocessMs)),
    infer: statsOf(runs.map(({ inferMs }) => inferMs)),
    ...(decodes.length > 0 && { decode: statsOf(decodes) }),
    endToEnd: statsOf(
      runs.map(({ preprocessMs, inferMs, decodeMs = 0 }) => preprocessMs + inferMs + decodeMs),
    ),
  };
}

function agreementOf(
  { worst }: BenchSeries,
  { golden, sample }: OpenedBench,
  all: readonly BenchSeries[],
): BenchAgreement | null {
  if (golden) {
    const { reference, tolerance } = golden;
    return { with: "golden", reference, worst: worst ?? golden.worst, tolerance };
  }
  const first = all.find(({ opened }) => opened !== null);
  if (!first?.opened || first.opened.sample === sample) return null;
  const { engine, backend, threads } = first.candidate;
  const difference = worstDifference(first.opened.sample, sample);
  const reference = `${engine} ${backend} ${threads}`;
  // Of another length is another answer, and JSON knows no infinity.
  const told = Number.isFinite(difference) ? difference : Number.MAX_VALUE;
  return { with: "engine", reference, worst: told, tolerance: null };
}

function inputOf({ input }: Pick<ModelCard, "input">): BenchModel["input"] {
  const { name, width, height, layout, dtype } = input;
  return { name, width, height, layout, dtype };
}

const targets = { wasm: "CPU", webgpu: "GPU" } as const;

function setupOf(
  { backend, precision }: BenchWay,
  topology: string,
  { mostRuns, mostMs }: BenchLimit,
): OpenVinoSetup {
  return {
    // The two objects tell of the model alone; `stages` tells the rest.
    benchmark_mode: "inference only",
    topology,
    target_device: targets[backend],
    api: "sync",
    precision,
    batch_size: 1,
    iterations_num: mostRuns ?? 0,
    nireq: 1,
    duration: Math.round(mostMs),
    ...(backend === "wasm" ? { cpu_streams_num: "1" } : { gpu_streams_num: "1" }),
  };
}

function resultsOf(
  { cold }: OpenedBench,
  { infer }: BenchStageStats,
  timesMs: readonly number[],
  { input }: Pick<ModelCard, "input">,
): OpenVinoResults {
  const extremes = {
    latency_median: infer.p50Ms,
    latency_min: infer.minMs,
    latency_max: infer.maxMs,
  };
  return {
    read_model_time: rounded(cold.downloadMs),
    load_model_time: rounded(cold.compileMs),
    first_inference_time: rounded(cold.firstInferenceMs),
    execution_time: rounded(timesMs.reduce((sum, ms) => sum + ms, 0)),
    iterations_num: infer.runs,
    ...extremes,
    percentile_boundary: 50,
    latency_avg: infer.meanMs,
    throughput: infer.throughput,
    group_latencies: [
      {
        data_shape: shapeOf(input),
        ...extremes,
        latency_average: infer.meanMs,
      },
    ],
  };
}

function shapeOf({ name, layout, channels, width, height }: ModelCard["input"]): string {
  const planes = channels === "grey" || channels === "luma" ? 1 : 3;
  const sizes = layout === "NCHW" ? [planes, height, width] : [height, width, planes];
  return `${name}[1,${sizes.join()}]`;
}

function roundedCold(cold: OpenedBench["cold"]): OpenedBench["cold"] {
  const { downloadMs, hashMs, engineMs, compileMs, firstInferenceMs } = cold;
  return {
    ...cold,
    downloadMs: rounded(downloadMs),
    hashMs: rounded(hashMs),
    engineMs: rounded(engineMs),
    compileMs: rounded(compileMs),
    firstInferenceMs: rounded(firstInferenceMs),
  };
}

/** The options with which benchmark_app would do the same. */
function optionsOf(
  fastest: MeasuredWay | undefined,
  { id }: Pick<ModelCard, "id">,
  { mostRuns, mostMs }: BenchLimit,
): Readonly<Record<string, string>> {
  return {
    m: id,
    api: "sync",
    b: "1",
    t: String(Math.round(mostMs / 1_000)),
    ...(mostRuns !== null && { niter: String(mostRuns) }),
    ...(fastest && {
      d: targets[fastest.backend],
      nthreads: String(fastest.threads),
    }),
  };
}
