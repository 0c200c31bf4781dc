import type { FrameTensor } from "#tasks/runner";

/** The values of a tensor that lie in this thread's memory; undefined for those on the GPU. */
export function tensorValues(tensor: FrameTensor): Float32Array | undefined {
  return "data" in tensor && tensor.data instanceof Float32Array ? tensor.data : undefined;
}
