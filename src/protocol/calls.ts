import type { Attempt, Backend, BackendReport, EngineId, PlainError, Size } from "#shared";
import type { OptionsOf, TaskId, TaskResult } from "#tasks";
import type { BenchCalls } from "./bench-calls.ts";
import type { ChaosCalls, HealedTrouble } from "./chaos-calls.ts";
import type { ExportCalls } from "./export-calls.ts";
import type { ModelCalls } from "./model-calls.ts";
import type { ModelRuns, PaceCalls } from "./pace-calls.ts";
import type { PictureCalls } from "./picture-calls.ts";
import type { RecordCalls } from "./record-calls.ts";
import type { CandidateRow, SwapReport, TuneCalls } from "./tune-calls.ts";
import type { VideoCalls } from "./video-calls.ts";

/** Which engines and backends may be tried; absent means any. */
export interface Allowed {
  readonly engine?: EngineId;
  readonly backend?: Backend;
}

/** What the page asks the worker to make ready. */
export interface LoadRequest {
  readonly task: TaskId;
  /** Another model for the task than its default, by card id. */
  readonly model?: string;
  readonly allowed: Allowed;
  /** Attempts that already failed on this device: not tried again, and named in the report. */
  readonly refused: readonly Attempt[];
  /** What a page died of while it started it: tried after everything else. */
  readonly doubted?: readonly EngineOnBackend[];
  /** Something went wrong before: what was proved at an earlier start is proved again. */
  readonly proveAgain?: boolean;
}

/** What was made ready. */
export interface SessionReport {
  readonly task: TaskId;
  readonly model: string;
  readonly variant: string;
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly threads: number;
  /** Start of loading to golden result, downloads left out. */
  readonly loadMs: number;
  /** False when the model runs from memory only: storage is full or refused. */
  readonly kept: boolean;
  readonly refused: readonly Attempt[];
  /**
   * Something faster starts slower, or is not here yet: `fetchFastest` and `bringFastest` bring it behind the
   * first frames.
   */
  readonly fasterKnown?: boolean;
}

/** A `MediaStreamTrack`; the type libraries of workers lack it. */
export interface TransferableTrack {
  readonly kind: string;
  readonly id: string;
  stop(): void;
}

/** Where live frames come from, as it crosses to the worker (everything in it is transferred). */
export type FrameSource =
  /** `MediaStreamTrackProcessor` made on the page (Chromium). */
  | {
      readonly kind: "stream";
      readonly frames: ReadableStream<VideoFrame>;
      /** Answers as a port does until the first frame comes, for a worker that takes the place of another. */
      readonly meanwhile?: MessagePort;
    }
  /** The worker makes the `MediaStreamTrackProcessor` (Safari). */
  | { readonly kind: "track"; readonly track: TransferableTrack }
  /** The other side answers each `"next"` with one `FrameMessage` (Firefox, and the drawn sample). */
  | { readonly kind: "port"; readonly port: MessagePort };

/** A live source as the worker is given it. */
export type AttachedSource = FrameSource & {
  /** What a lost worker told last of the same source: what was counted goes on from there. */
  readonly before?: TaskResult;
  /** So long ago was that told. */
  readonly beforeAgoMs?: number;
};

/** The answer to `"next"` on a frame port; the frame is transferred. */
export interface FrameMessage {
  readonly frame: VideoFrame | ImageBitmap;
  /** Milliseconds, `performance.timeOrigin` based, when the frame was captured. */
  readonly timestampMs: number;
}

/** How the overlay canvas is shown. Sizes in device pixels. */
export interface ViewState extends Size {
  readonly pixelRatio: number;
  readonly fill: "cover" | "contain";
  readonly mirrored: boolean;
}

/** A stage of a frame's life, in order. */
export type Stage = "capture" | "preprocess" | "infer" | "decode" | "draw";

/** Median and 95th percentile over the last frames. */
export interface Spread {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A file of the model store. */
export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly complete: boolean;
}

/** What the worker holds beyond its JavaScript heap. */
export interface WorkerMemory {
  /** All WebAssembly memories of the engines together. */
  readonly wasmBytes: number;
  /** GPU buffers alive. */
  readonly gpuBuffers: number;
  /** Frames received and not yet closed. */
  readonly openFrames: number;
}

/** The worker's half of the diagnostics report. */
export interface WorkerReport {
  readonly session: SessionReport | null;
  /** Frames shown a second, over the last seconds. */
  readonly fps: number;
  readonly frames: {
    readonly captured: number;
    readonly processed: number;
    readonly dropped: number;
    /** Frames received and not yet closed. */
    readonly open: number;
  };
  readonly stages: Readonly<Partial<Record<Stage, Spread>>>;
  readonly frameAgeMs: Spread;
  /** Of each frame: its age without its way to the worker and the engine's time. */
  readonly overheadMs: Spread;
  readonly runs: readonly ModelRuns[];
  readonly memory: WorkerMemory;
  readonly store: readonly StoredFile[];
  readonly backends: readonly BackendReport[];
  /** The tuner's table for the models of the session. */
  readonly candidates: readonly CandidateRow[];
  /** Null while the session that answered first still answers. */
  readonly swap: SwapReport | null;
  readonly guards: { readonly csp: boolean };
}

/** Every call that the page makes, as `[params, result]`. Messages, handlers and client types derive from it. */
export interface Calls
  extends ChaosCalls,
    ExportCalls,
    ModelCalls,
    PictureCalls,
    VideoCalls,
    RecordCalls,
    PaceCalls,
    TuneCalls,
    BenchCalls {
  /** Probes backends, downloads, starts an engine and checks its golden result. Aborting it is safe. */
  load: [LoadRequest, SessionReport];
  /** Frees the session; the model stays stored. */
  unload: [undefined, undefined];
  attachSource: [AttachedSource, undefined];
  detachSource: [undefined, undefined];
  /** The overlay canvas; null asks for `overlay` events with bitmaps instead. */
  attachCanvas: [{ readonly canvas: OffscreenCanvas | null }, undefined];
  setView: [ViewState, undefined];
  setOptions: [SetOptions, undefined];
  /** Frozen: frames are drained and closed, the last overlay stays. */
  setFrozen: [{ readonly frozen: boolean }, undefined];
  report: [undefined, WorkerReport];
  /** Runs an engine's small model; for a worker of its own, which is thrown away afterwards. */
  checkDevice: [EngineOnBackend, DeviceCheckAnswer];
  /** Deletes every stored model and runtime file. */
  forget: [undefined, undefined];
}

/** One engine on one backend. */
export interface EngineOnBackend {
  readonly engine: EngineId;
  readonly backend: Backend;
}

/** What became of one engine on one backend when it ran its small model; null where it did not come so far. */
export interface DeviceCheck extends EngineOnBackend {
  /** It ran, and every answer was right. */
  readonly ok: boolean;
  /** The card that it ran. */
  readonly model: string;
  /** Largest difference from the golden vector, and how much is allowed; `worst` is null where nothing could be compared. */
  readonly agreement: { readonly worst: number | null; readonly tolerance: number } | null;
  /** Start of the engine to its first answer, waiting for its files left out. */
  readonly coldMs: number | null;
  /** Median of several later answers, input and output on the CPU. */
  readonly warmMs: number | null;
  readonly threads: number | null;
  /** The file of the library's build that computed. */
  readonly build: string | null;
  /** Why not, in words for the report. */
  readonly reason?: string;
}

/** A check, and the addresses that the worker asked for on the way. */
export interface DeviceCheckAnswer {
  readonly check: DeviceCheck;
  readonly addresses: readonly string[];
}

/** Options of one task, its id beside them. */
export type SetOptions = {
  [Id in TaskId]: { readonly task: Id; readonly options: OptionsOf<Id> };
}[TaskId];

/** What the worker tells unasked. */
export interface Events {
  /** Every `heartbeatMs`; its absence means a hang. */
  heartbeat: undefined;
  /** Bytes of a load so far, all files of it together; `cachedBytes` of them were stored before. */
  progress: {
    readonly loadedBytes: number;
    readonly totalBytes: number;
    readonly cachedBytes: number;
  };
  /** An engine start begins (its deadline runs from here) or ended. */
  attempt: {
    readonly engine: EngineId;
    readonly backend: Backend;
    readonly state: "started" | "settled";
  };
  /** At most ten a second. */
  result: TaskResult;
  /** Frames no longer come: the track ended or the reader broke. */
  sourceEnded: { readonly reason: string };
  /** A live run failed; the session is no longer usable. */
  failed: PlainError;
  /** Something is not as it should be: the worker recovers from it by itself, or has outgrown its memory. */
  trouble: { readonly kind: HealedTrouble | "memory-growth" };
  /** An overlay for the page to show, where a canvas could not be transferred. */
  overlay: { readonly bitmap: ImageBitmap };
}

/** Milliseconds between heartbeats. */
export const heartbeatMs = 250;
