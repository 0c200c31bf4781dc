export { createRandom, damaged } from "./damaged.ts";
export { dynamicMobileNetwork } from "./mobile-network.ts";
export { onnxClassifier } from "./onnx-models.ts";
export type { SmallModel } from "./small-onnx.ts";
export { smallOnnx } from "./small-onnx.ts";
export { tfjsGraph, tfjsLayers } from "./tfjs-models.ts";
export { tfliteClassifier } from "./tflite-models.ts";
