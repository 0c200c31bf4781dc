import { cardById, proofs } from "#models";
import type { EngineOnBackend } from "#protocol";
import { type Backend, commonBytes, downloadBytes, type EngineId, engineBytesOn } from "#shared";
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

/** The most that a first check downloads here. Without WebGPU nothing is fetched for it. */
export function checkBytes(hasWebgpu: boolean, hasJspi: boolean): CheckBytes {
  let bytes = 0;
  for (const engine of engines) {
    bytes += engineBytesOn({ engine, backend: "wasm" }, hasJspi);
    if (!hasWebgpu) continue;
    bytes += engineBytesOn({ engine, backend: "webgpu" }, hasJspi) - commonBytes[engine];
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
