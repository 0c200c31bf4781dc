import type { EngineId } from "#shared";

/** The small model with which each engine proves itself on a device, by card id. */
export const proofs: Readonly<Record<EngineId, string>> = {
  tfjs: "blazeface",
  litert: "selfie-square",
  onnx: "ppocr-det",
};
