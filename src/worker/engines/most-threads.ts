import type { EngineId } from "#shared";

/** How many threads an engine computes on at most, on wasm, where nothing was measured. */
export const mostThreads: Readonly<Record<EngineId, number>> = {
  // Its threaded build cannot start under our policy.
  tfjs: 1,
  // More help no model that a camera can follow, and heat a phone.
  onnx: 4,
  // As many as its own runtime starts.
  litert: Number.POSITIVE_INFINITY,
};
