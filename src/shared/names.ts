/** A runtime library. */
export type EngineId = "tfjs" | "onnx" | "litert";

/** Where an engine computes. */
export type Backend = "wasm" | "webgpu";

/** What a variant may need of a device beyond a backend: `shader-f16` is a GPU that computes in halves. */
export type DeviceNeed = (typeof deviceNeeds)[number];

/** Every need there is. */
export const deviceNeeds = ["shader-f16"] as const;

/** What probing a backend on this device told. */
export interface BackendReport {
  readonly backend: Backend;
  readonly ok: boolean;
  /** Threads that an engine may use there; 1 without cross-origin isolation. */
  readonly threads: number;
  /** Why not, in words for the report. */
  readonly reason?: string;
  /** What the GPU can do of what variants may need. */
  readonly features?: readonly DeviceNeed[];
}
