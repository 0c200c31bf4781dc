import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { workerGpu } from "../gpu.ts";
import type { TfjsBackend } from "./tfjs-backend.ts";

/**
 * Starts TF.js on the shared GPU device, with the kernels that the library registered for its own.
 * @throws Error with the reason in words
 */
export async function startTfjsWebgpu(): Promise<TfjsBackend> {
  const { device, info } = await workerGpu.open();
  const backend = new WebGPUBackend(device, info);
  // The library registers a factory that would ask for a second device.
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => backend);
  return {
    name: "webgpu",
    place: "gpu",
    device,
    build: "tfjs-backend-webgpu",
    feed(tensor) {
      const dtype = tensor.dtype === "float32" ? "float32" : "int32";
      const shape = [...tensor.shape];
      if (tensor.place === "cpu") return tf.tensor(tensor.data, shape, dtype);
      return tf.tensor({ buffer: tensor.buffer, zeroCopy: true }, shape, dtype);
    },
    async read(output) {
      return output.data();
    },
    bufferOf(output) {
      // `dataToGPU` would copy it once more: https://github.com/tensorflow/tfjs/issues/6683
      const resource = backend.tensorMap.get(output.dataId).resource;
      if (!(resource instanceof GPUBuffer)) throw new Error("the output is not in a GPU buffer");
      // What was recorded and not yet sent would come after whoever reads the buffer.
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      return resource;
    },
  };
}
