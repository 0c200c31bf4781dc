import type { Backend, EngineId } from "./names.ts";

/** What all backends of an engine have in common, its code above all, in bytes, rounded up. */
export const commonBytes: Readonly<Record<EngineId, number>> = {
  tfjs: 700_000,
  litert: 50_000,
  onnx: 10_000,
};

const ownBytes: Readonly<Record<EngineId, Readonly<Record<Backend, number>>>> = {
  tfjs: { wasm: 600_000, webgpu: 600_000 },
  litert: { wasm: 9_800_000, webgpu: 9_950_000 },
  onnx: { wasm: 14_400_000, webgpu: 16_900_000 },
};

/** What ONNX Runtime weighs on WebGPU where WebAssembly cannot wait for promises. */
const onnxWithoutJspiBytes = 26_950_000;

/** What an engine's code and wasm weigh for one backend at most, in bytes. */
export function engineBytesOn(
  { engine, backend }: { readonly engine: EngineId; readonly backend: Backend },
  hasJspi: boolean,
): number {
  const withoutJspi = engine === "onnx" && backend === "webgpu" && !hasJspi;
  return commonBytes[engine] + (withoutJspi ? onnxWithoutJspiBytes : ownBytes[engine][backend]);
}
