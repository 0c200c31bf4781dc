import type { Backend, CpuTensor, EngineId, ModelFormat, TensorSpec } from "#shared";

/** A variant's bytes, every file verified against its card. */
export interface VariantFiles {
  readonly variantId: string;
  readonly format: ModelFormat;
  /** By the file names of the card. */
  readonly files: ReadonlyMap<string, ArrayBuffer>;
  /** Large weights are stored as 8-bit codes, to be decoded before anything computes. */
  readonly codedWeights?: boolean;
  readonly inputs: readonly TensorSpec[];
  /** The outputs wanted, in this order. */
  readonly outputs: readonly TensorSpec[];
  /** What is fed beside the picture, the same on every run. */
  readonly extras?: readonly CpuTensor[];
}

/**
 * Values in a buffer of the shared GPU device, row-major from its start; `uint8` does not occur there.
 * The buffer may be longer than the values.
 */
export interface GpuTensor {
  readonly place: "gpu";
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly buffer: GPUBuffer;
}

/** Values wherever they lie. */
export type Tensor = CpuTensor | GpuTensor;

/** A variant loaded in an engine on a backend. */
export interface Session {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** `gpu`: inputs may lie on the shared device, too, and are read in place. */
  readonly place: "cpu" | "gpu";
  /** Threads that it computes on. */
  readonly threads: number;
  /** The file of the library's build that computes, for the report. */
  readonly build: string;
  /** Runs once; outputs come in `outputs` order and are valid until the next run. */
  run(inputs: readonly Tensor[]): Promise<readonly CpuTensor[]>;
  /** Only where `place` is `gpu`. */
  readonly gpu?: GpuRuns;
  /**
   * Puts the golden vector to it once more; outputs of an earlier run are not valid any more afterwards.
   * @throws AppError `golden-mismatch`; what the session throws
   */
  proveAgain?(): Promise<void>;
  dispose(): void;
}

/** Runs whose outputs stay on the shared device. */
export interface GpuRuns {
  readonly device: GPUDevice;
  /** As `run`; a buffer is overwritten or freed by the next run. */
  run(inputs: readonly Tensor[]): Promise<readonly GpuTensor[]>;
}

/** A runtime library behind one contract. Created lazily; its code is fetched only when it is chosen. */
export interface Engine {
  readonly id: EngineId;
  /** Addresses of the megabytes that the library fetches by itself when it starts on a backend. */
  runtimeFiles?(backend: Backend): Promise<readonly string[]>;
  /** Starts the library itself on wasm, where that can be done before there is a model; never rejects. */
  startAhead?(): Promise<void>;
  /**
   * Loads a variant. `threads` is a wish, of wasm only: the session tells how many it got.
   * @throws AppError `engine-failed`, or the platform's `AbortError`
   */
  load(
    variant: VariantFiles,
    backend: Backend,
    signal: AbortSignal,
    threads?: number,
  ): Promise<Session>;
}

/** An engine before its code is here: what it reads, where it may compute, how to fetch it. */
export interface EngineEntry {
  readonly id: EngineId;
  readonly formats: readonly ModelFormat[];
  readonly backends: readonly Backend[];
  fetch(): Promise<Engine>;
}
