/** A runtime library. */
export type EngineId = "tfjs" | "onnx" | "litert";

/** Where an engine computes. */
export type Backend = "wasm" | "webgpu";

/** What probing a backend on this device told. */
export interface BackendReport {
  readonly backend: Backend;
  readonly ok: boolean;
  /** Threads that an engine may use there; 1 without cross-origin isolation. */
  readonly threads: number;
  /** Why not, in words for the report. */
  readonly reason?: string;
}
