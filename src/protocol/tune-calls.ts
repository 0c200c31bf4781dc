import type { Backend, EngineId, PinnedFile } from "#shared";
import type { LoadRequest, SessionReport } from "./calls.ts";

/** A variant in an engine on a backend, with so many threads. */
export interface TuneCandidate {
  /** The card's id. */
  readonly model: string;
  /** The variant's id within the card. */
  readonly variant: string;
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly threads: number;
}

/** What is known of a candidate on this device: a row of the tuner's table. */
export interface CandidateRow extends TuneCandidate {
  readonly precision: string;
  /** It gave the golden answer here. False also where it was not asked yet; `reason` tells. */
  readonly correct: boolean;
  /** Median of its warm runs, input and output on the CPU. */
  readonly medianMs?: number;
  /** Half of those runs lie within so many milliseconds of each other. */
  readonly spreadMs?: number;
  /** Start of the engine to the first answer, files already here. */
  readonly startMs?: number;
  /** Why it is not used, in words for the report. */
  readonly reason?: string;
}

/** What there is to measure for one model. */
export interface ModelTunePlan {
  readonly model: string;
  /** Everything that could run it, in the order in which it would be tried. */
  readonly rows: readonly CandidateRow[];
  /** The fastest that was measured: whoever is measured now is compared with it. Null where it is not stored. */
  readonly champion: TuneCandidate | null;
  /** Not measured yet, and everything that it needs is stored. */
  readonly ready: readonly TuneCandidate[];
  /** It could not be measured, perhaps by accident: a GPU that was lost, a device that slept. */
  readonly failed: readonly TuneCandidate[];
  /** Not measured yet, and something has to be fetched for it first. */
  readonly missing: readonly MissingCandidate[];
}

/** A candidate of which something is not stored. */
export interface MissingCandidate extends TuneCandidate {
  /** Model files that are not here. */
  readonly files: readonly Pick<PinnedFile, "sha256" | "bytes">[];
  /** The engine's own files for this backend may not be here, either. */
  readonly engineMissing: boolean;
}

/** The moment at which another session took over from the one that answered the first frames. */
export interface SwapReport {
  readonly firstEngine: EngineId;
  readonly firstBackend: Backend;
  readonly winner: EngineId;
  readonly winnerBackend: Backend;
  /** The number of the first frame that the winner answered; the one before was the first engine's. */
  readonly atFrame: number;
}

/** A candidate that runs in a worker of its own. */
export interface OpenedCandidate {
  readonly threads: number;
  readonly startMs: number;
  /** One warm run, with nothing held still for it. */
  readonly warmMs: number;
  /** What the worker asked the network for on the way. */
  readonly addresses: readonly string[];
}

/** What came of measuring. */
export interface TuneOutcome {
  readonly rows: readonly CandidateRow[];
  /** Tries that ended, well or not: their page outlived them. */
  readonly tried: readonly TuneCandidate[];
}

/** The calls by which the tuner works; the page leads, workers measure. */
export interface TuneCalls {
  /** Looks what is known and what is left to measure; starts no engine and fetches nothing. */
  planTuning: [LoadRequest, readonly ModelTunePlan[]];
  /**
   * Starts a candidate and compares its answer with the golden one; for a worker of its own.
   * @throws AppError `engine-failed`, `golden-mismatch`, and what fetching its files throws
   */
  openCandidate: [TuneCandidate, OpenedCandidate];
  /** Runs the opened candidate; milliseconds of each run. */
  runCandidate: [{ readonly runs: number }, readonly number[]];
  /** Keeps what was measured. */
  keepTuning: [TuneOutcome, undefined];
  /**
   * Waits for the frame that is being worked on, and lets none begin until `goOn`, or `limitMs` later.
   */
  holdFrames: [{ readonly limitMs: number }, undefined];
  goOn: [undefined, undefined];
  /**
   * Fetches what the cards list as the fastest on the processor, where that was never tried here; starts
   * nothing, and holds no frame up. Whether there is something to start now.
   * @throws AppError `offline`, `download-failed`, `download-corrupt`
   */
  fetchFastest: [LoadRequest, boolean];
  /**
   * Starts, beside what runs, what was fetched, else what is fastest by the kept measurements, and hands the
   * frames over to it between two of them. Null where what was begun with runs still.
   */
  bringFastest: [LoadRequest, SessionReport | null];
}
