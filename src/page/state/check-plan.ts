import { cardById, proofs } from "#models";
import type { EngineOnBackend } from "#protocol";
import { type Backend, downloadBytes, type EngineId } from "#shared";
import { firstVariant } from "./download-size.ts";

/** A check's download, in bytes: code and wasm of the engines, and their small models. */
export interface CheckBytes {
  readonly engines: number;
  readonly models: number;
}

const backends: readonly Backend[] = ["wasm", "webgpu"];
const engines = Object.keys(proofs) as EngineId[];

/** Every engine on every backend, in the order in which they are checked. */
export const checkPlan: readonly EngineOnBackend[] = engines.flatMap((engine) =>
  backends.map((backend) => ({ engine, backend })),
);

/** What the code and the wasm of an engine weigh for one backend, in bytes, rounded up. */
const partBytes: Readonly<Record<EngineId, Readonly<Record<Backend | "both", number>>>> = {
  tfjs: { both: 700_000, wasm: 600_000, webgpu: 600_000 },
  litert: { both: 50_000, wasm: 9_800_000, webgpu: 9_950_000 },
  onnx: { both: 10_000, wasm: 14_400_000, webgpu: 16_900_000 },
};

/** What ONNX Runtime weighs on WebGPU where WebAssembly cannot wait for promises. */
const onnxWithoutJspiBytes = 26_950_000;

/** What an engine's code and wasm weigh for one backend at most, in bytes. */
export function engineBytesOn({ engine, backend }: EngineOnBackend, hasJspi: boolean): number {
  const parts = partBytes[engine];
  const withoutJspi = engine === "onnx" && backend === "webgpu" && !hasJspi;
  return parts.both + (withoutJspi ? onnxWithoutJspiBytes : parts[backend]);
}

/** The most that a first check downloads here. Without WebGPU nothing is fetched for it. */
export function checkBytes(hasWebgpu: boolean, hasJspi: boolean): CheckBytes {
  let bytes = 0;
  for (const engine of engines) {
    const { both, wasm, webgpu } = partBytes[engine];
    bytes += both + wasm;
    if (!hasWebgpu) continue;
    bytes += engine === "onnx" && !hasJspi ? onnxWithoutJspiBytes : webgpu;
  }
  return { engines: bytes, models: modelBytes() };
}

function modelBytes(): number {
  return engines.reduce((sum, engine) => {
    const card = cardById(proofs[engine]);
    const variant = card && firstVariant(card, engine);
    return card && variant ? sum + downloadBytes(card, variant) : sum;
  }, 0);
}
