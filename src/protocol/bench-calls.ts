import type { PinnedFile } from "#shared";
import type { TuneCandidate } from "./tune-calls.ts";

/** One way to run a model, as far as it can be chosen: the threads are left open. */
export interface BenchChoice extends Omit<TuneCandidate, "model" | "threads"> {
  readonly precision: string;
  /** Counts of threads that may be asked for, the usual one first. */
  readonly threads: readonly number[];
  /** The SHA-256 of the variant's files, in the order of the card. */
  readonly sha256: readonly string[];
  /** Files that are not on this device. */
  readonly missing: readonly Pick<PinnedFile, "sha256" | "bytes">[];
  /** The engine's own files for this backend may not be here, either. */
  readonly engineMissing: boolean;
  /** Why it cannot run here, in words for the report. */
  readonly reason?: string;
}

/** What there is to choose of for one model on this device. */
export interface BenchPlan {
  readonly choices: readonly BenchChoice[];
  /** The browser's words for the GPU; null where there is none. */
  readonly gpu: string | null;
  /** The processor plays the GPU. */
  readonly softwareGpu: boolean;
  /** Threads that an engine may use on wasm. */
  readonly threads: number;
}

/** What a first start takes, every part apart, in milliseconds. */
export interface ColdTimes {
  /** Bringing the files, from the network or from this device, verified on the way. */
  readonly downloadMs: number;
  readonly downloadBytes: number;
  /** So many of them were on this device before. */
  readonly cachedBytes: number;
  /** Computing the SHA-256 of the files once more, alone. */
  readonly hashMs: number;
  /** Bringing the engine's code and its wasm. */
  readonly engineMs: number;
  /** The engine makes the model ready, waiting for its files left out. */
  readonly compileMs: number;
  readonly firstInferenceMs: number;
}

/** How far an answer is from the one that is known to be right. */
export interface GoldenDistance {
  /** Largest absolute difference at a sampled element. */
  readonly worst: number;
  readonly tolerance: number;
  /** Who gave the golden answer. */
  readonly reference: string;
}

/** Which stages a run has: the whole task, or the picture and the model alone, where a task needs more models. */
export type BenchStages = "task" | "model";

/** A candidate that is ready to be measured. */
export interface OpenedBench {
  readonly threads: number;
  /** The file of the library's build that computes. */
  readonly build: string;
  readonly stages: BenchStages;
  readonly cold: ColdTimes;
  /** Absent for models whose right answer nobody recorded. */
  readonly golden?: GoldenDistance;
  /** A sample of each output for the same input everywhere, to compare engines by. */
  readonly sample: readonly (readonly number[])[];
  /** What the worker asked the network for on the way. */
  readonly addresses: readonly string[];
}

/** What one run took, in milliseconds. */
export interface BenchRun {
  /** When it began, milliseconds since 1970, fractions included. */
  readonly atMs: number;
  readonly preprocessMs: number;
  readonly inferMs: number;
  /** Absent where the model alone is measured. */
  readonly decodeMs?: number;
}

/** The calls by which the benchmark measures; the page leads, each candidate has a worker of its own. */
export interface BenchCalls {
  /** Looks what could run a model here; starts no engine and fetches nothing. */
  planBench: [{ readonly model: string }, BenchPlan];
  /**
   * Starts a candidate, every part of the start timed apart.
   * @throws AppError `engine-failed`, `golden-mismatch`, and what fetching its files throws
   */
  openBench: [TuneCandidate, OpenedBench];
  /** Runs the opened candidate at least once, so often, and no new run after so long. */
  runBench: [{ readonly runs: number; readonly withinMs: number }, readonly BenchRun[]];
  /** Lets it answer the known input again, as after all those runs. */
  proveBench: [undefined, Pick<OpenedBench, "golden" | "sample">];
}
