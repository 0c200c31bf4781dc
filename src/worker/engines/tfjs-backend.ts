import type * as tf from "@tensorflow/tfjs-core";
import type { TensorData } from "#shared";
import type { GpuTensor, Tensor } from "./engine.ts";

/** A started backend of TF.js, as the engine uses it. */
export interface TfjsBackend {
  /** The name under which TF.js knows it. */
  readonly name: "wasm" | "webgpu";
  readonly place: "cpu" | "gpu";
  /** What it computes on, where that is the GPU. */
  readonly device?: GPUDevice;
  /** The file of the library's build that computes. */
  readonly build: string;
  /** Makes an input; a tensor on the GPU is read in place. */
  feed(tensor: Tensor): tf.Tensor;
  /** The values of an output, good until it is disposed. */
  read(output: tf.Tensor): TensorData[keyof TensorData] | Promise<TensorData[keyof TensorData]>;
  /** The GPU buffer of an output, good until it is disposed. */
  bufferOf?(output: tf.Tensor): GpuTensor["buffer"];
}
