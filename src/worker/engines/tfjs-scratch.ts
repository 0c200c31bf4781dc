import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { getKernel, registerKernel, unregisterKernel } from "@tensorflow/tfjs-core";

/** Kernels that copy their whole input out of the heap before they write what they keep of it back into it. */
const cutting = ["Slice", "StridedSlice", "Split", "SplitV", "Unpack"];

/**
 * Lets the kernels that cut tensors copy into memory that is used again: as the library has them, each run of
 * each makes an array of its input's size, on every frame. They are done with the copy when they return, and
 * between reading and writing the heap may grow, so a view of it would not do.
 */
export function reuseScratch(backend: BackendWasm): void {
  const read = backend.readSync.bind(backend);
  let scratch = new ArrayBuffer(0);
  const readIntoScratch: BackendWasm["readSync"] = (dataId, start, end) => {
    const { dtype, shape } = backend.dataIdMap.get(dataId);
    if (dtype !== "float32" && dtype !== "int32") return read(dataId, start, end);
    const whole = backend.typedArrayFromHeap({ dataId, dtype, shape });
    const wanted = whole.subarray(start || 0, end || whole.length);
    if (scratch.byteLength < wanted.byteLength) scratch = new ArrayBuffer(wanted.byteLength);
    const Values = dtype === "float32" ? Float32Array : Int32Array;
    const copy = new Values(scratch, 0, wanted.length);
    copy.set(wanted);
    return copy;
  };
  for (const kernelName of cutting) {
    const kernel = getKernel(kernelName, "wasm");
    if (!kernel) continue;
    unregisterKernel(kernelName, "wasm");
    registerKernel({
      ...kernel,
      kernelFunc(given) {
        backend.readSync = readIntoScratch;
        try {
          return kernel.kernelFunc(given);
        } finally {
          backend.readSync = read;
        }
      },
    });
  }
}
