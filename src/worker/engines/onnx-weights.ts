import { decodeWeights } from "#model-kit/decode-weights";

/**
 * An ONNX file whose weights travel as 8-bit codes, with the floats that the engine computes with. Decoded
 * once, before the engine sees it: on its own it would decode them at each run.
 * @throws AppError `model-refused` for a file that cannot be read
 */
export function floatModel(name: string, file: ArrayBuffer): Uint8Array {
  return decodeWeights({ name, bytes: new Uint8Array(file) });
}
