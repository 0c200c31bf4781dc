import type { Backend, EngineId, InputSpec } from "#shared";

/** The format of a benchmark's report; `public/schemas/localens.benchmark.v1.json` describes it. */
export const benchSchema = "localens.benchmark.v1";

/** Times of many runs in milliseconds. Percentiles are the nearest rank: a time that was measured. */
export interface BenchStats {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly meanMs: number;
  /** Standard deviation of the runs (of all of them, not of a sample). */
  readonly deviationMs: number;
  /** Runs a second, one after the other. */
  readonly throughput: number;
}

/** The stages of a run; `preprocess` and `decode` are absent where a report has none. */
export interface BenchStageStats {
  readonly preprocess: BenchStats;
  readonly infer: BenchStats;
  /** Absent where the task needs other models beside this one. */
  readonly decode?: BenchStats;
  readonly endToEnd: BenchStats;
}

/** What a first start took, every part apart. */
export interface BenchCold {
  readonly downloadMs: number;
  readonly downloadBytes: number;
  readonly cachedBytes: number;
  readonly hashMs: number;
  readonly engineMs: number;
  readonly compileMs: number;
  readonly firstInferenceMs: number;
}

/** How far the answers are from what they are held against. */
export interface BenchAgreement {
  /** `golden`: an answer recorded by a second implementation; `engine`: another candidate's answer. */
  readonly with: "golden" | "engine";
  readonly reference: string;
  /** Largest absolute difference, before and after all runs. */
  readonly worst: number;
  /** How much is allowed; null where nobody said. */
  readonly tolerance: number | null;
}

/** Latency over time: medians of `binMs` each, beside the median of the first minute. */
export interface BenchDrift {
  readonly binMs: number;
  readonly baselineMs: number;
  readonly bins: readonly {
    /** From the start of all measuring to the start of the bin. */
    readonly atMs: number;
    readonly runs: number;
    readonly medianMs: number;
    /** `medianMs` over `baselineMs`. */
    readonly relative: number;
  }[];
}

/** `configuration_setup` of OpenVINO's benchmark_app (`-report_type` with `-json_stats`), by its names. */
export interface OpenVinoSetup {
  readonly benchmark_mode: "full" | "inference only";
  readonly topology: string;
  readonly target_device: string;
  readonly api: "sync";
  readonly precision: string;
  readonly batch_size: 1;
  readonly iterations_num: number;
  readonly nireq: 1;
  readonly duration: number;
  /** Of the processor, and of the GPU: one of them. */
  readonly cpu_streams_num?: "1";
  readonly gpu_streams_num?: "1";
}

/** `execution_results` of OpenVINO's benchmark_app, by its names; times in milliseconds, of the model alone. */
export interface OpenVinoResults {
  readonly read_model_time: number;
  readonly load_model_time: number;
  readonly first_inference_time: number;
  readonly execution_time: number;
  readonly iterations_num: number;
  readonly latency_median: number;
  readonly percentile_boundary: 50;
  readonly latency_avg: number;
  readonly latency_min: number;
  readonly latency_max: number;
  readonly throughput: number;
  readonly group_latencies: readonly {
    readonly data_shape: string;
    readonly latency_median: number;
    readonly latency_average: number;
    readonly latency_min: number;
    readonly latency_max: number;
  }[];
}

/** What names a candidate. */
export interface BenchWay {
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly variant: string;
  readonly precision: string;
  readonly threads: number;
}

/** One candidate as it was measured. */
export interface MeasuredWay extends BenchWay {
  readonly at: "measured";
  readonly build: string;
  readonly cold: BenchCold;
  readonly stages: BenchStageStats;
  readonly agreement: BenchAgreement | null;
  readonly drift: BenchDrift;
  /** The engine's times in order of length: 101 of them, from the shortest to the longest in even steps. */
  readonly quantilesMs: readonly number[];
  readonly configuration_setup: OpenVinoSetup;
  readonly execution_results: OpenVinoResults;
  /** It broke down after these runs. */
  readonly reason?: string;
}

/** One that could not be measured. */
export interface RefusedWay extends BenchWay {
  readonly at: "refused";
  readonly reason: string;
}

/** What a browser tells of the device that measured. */
export interface BenchDevice {
  readonly browser: string;
  readonly platform: string;
  readonly userAgent: string;
  readonly cores: number;
  /** As the browser rounds it; null where it does not say. */
  readonly memoryGiB: number | null;
  readonly gpu: string | null;
  readonly softwareGpu: boolean;
  readonly isolated: boolean;
  /** Threads that an engine may use on wasm. */
  readonly threads: number;
  readonly screen: {
    readonly width: number;
    readonly height: number;
    readonly pixelRatio: number;
  };
}

/** The model that was measured. */
export interface BenchModel {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly input: Pick<InputSpec, "name" | "width" | "height" | "layout" | "dtype">;
  /** The SHA-256 of the files of each variant that was measured. */
  readonly sha256: Readonly<Record<string, readonly string[]>>;
}

/** How it was measured. */
export interface BenchConditions {
  readonly length: "quick" | "full" | "sustained" | "short";
  /** No candidate ran more often. */
  readonly mostRuns: number | null;
  /** No candidate ran longer, in milliseconds of its own runs; sustained: of all of them. */
  readonly mostMs: number;
  readonly ended: "finished" | "cancelled";
  readonly wallMs: number;
  /** How often the page was hidden meanwhile; nothing was measured then. */
  readonly hidden: number;
}

/** A whole report. The two objects of benchmark_app are those of the fastest candidate. */
export interface BenchReport {
  readonly schema: typeof benchSchema;
  readonly createdAt: string;
  readonly app: { readonly name: string; readonly version: string };
  readonly device: BenchDevice;
  readonly model: BenchModel;
  readonly conditions: BenchConditions;
  readonly cmd_options: Readonly<Record<string, string>>;
  readonly configuration_setup: OpenVinoSetup | null;
  readonly execution_results: OpenVinoResults | null;
  readonly candidates: readonly (MeasuredWay | RefusedWay)[];
}
