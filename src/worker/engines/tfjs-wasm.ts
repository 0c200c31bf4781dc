import { BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#shared";
import { causeInWords } from "./cause-in-words.ts";
import { engineAddress } from "./engine-address.ts";
import { servedInstead } from "./served-instead.ts";
import type { TfjsBackend } from "./tfjs-backend.ts";
import { reuseScratch } from "./tfjs-scratch.ts";

/**
 * Starts TF.js on wasm, one thread.
 * @throws AppError `engine-failed`, `offline` or `download-failed`
 */
export async function startTfjsWasm(): Promise<TfjsBackend> {
  // The threaded build starts its threads from `blob:` workers, which our policy refuses: it would wait for ever.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(`${import.meta.env.BASE_URL}engines/tfjs/`);
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const file = simd ? "tfjs-backend-wasm-simd" : "tfjs-backend-wasm";
  const factory = tf.findBackendFactory("wasm");
  let backend: unknown;
  try {
    // Called here rather than by `setBackend`, which turns every reason into `false`.
    backend = await factory();
  } catch (cause) {
    const reason =
      (await servedInstead(engineAddress("tfjs", `${file}.wasm`))) ?? causeInWords(cause);
    throw new AppError("engine-failed", { engine: "tfjs", backend: "wasm", reason }, { cause });
  }
  if (!(backend instanceof BackendWasm)) throw new Error("the wasm backend did not start");
  const started = backend;
  reuseScratch(started);
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", () => started);
  return {
    name: "wasm",
    place: "cpu",
    build: file,
    feed(tensor) {
      if (tensor.place === "gpu") throw new Error("wasm cannot read from the GPU");
      const { data, shape, dtype } = tensor;
      return tf.tensor(data, [...shape], dtype === "float32" ? "float32" : "int32");
    },
    // A view of the heap, without the copy that `dataSync` makes.
    read: (output) => started.typedArrayFromHeap(output),
  };
}
