import type { EngineEntry } from "./engine.ts";

/** Every engine, in the order in which they are tried where a card does not say: what starts soonest first. */
export const engineEntries: readonly EngineEntry[] = [
  {
    id: "tfjs",
    formats: ["tfjs"],
    backends: ["wasm", "webgpu"],
    fetch: async () => (await import("./tfjs.ts")).createTfjsEngine(),
  },
  {
    id: "litert",
    formats: ["tflite"],
    backends: ["wasm", "webgpu"],
    fetch: async () => (await import("./litert.ts")).createLitertEngine(),
  },
  {
    id: "onnx",
    formats: ["onnx"],
    backends: ["wasm", "webgpu"],
    fetch: async () => (await import("./onnx.ts")).createOnnxEngine(),
  },
];
