import type { ModelCard, Variant } from "#shared";
import { threadStore } from "#store";

/** What was proved on this device before: a later start of the very same need not wait for its proof. */
export interface KeptProofs {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
}

const storedAs = "proofs";
const mostKept = 40;

/**
 * Names a proof by the weights, the golden vector and the engine. Only for wasm, which computes alike on
 * every run: a GPU's driver can change behind the browser's back.
 */
export function proofKey(card: ModelCard, variant: Variant, engine: string): string {
  const files = [...variant.files, ...(card.golden ? [card.golden.expected] : [])];
  return [engine, ...files.map(({ sha256 }) => sha256.slice(0, 16))].join(" ");
}

/** What else a measurement here depends on: the browser, its threads, and the code of the engines. */
export function measuredHere(): string {
  const { hardwareConcurrency, userAgent } = navigator;
  // The name of this script changes with the code of the worker and of every engine.
  const { pathname } = new URL(import.meta.url);
  return `${pathname} ${globalThis.crossOriginIsolated} ${hardwareConcurrency} ${userAgent}`;
}

/** The proofs of this device's store; without storage nothing is remembered and everything is proved anew. */
export const keptProofs: KeptProofs = {
  async has(key) {
    try {
      return listOf(await (await threadStore()).tuning.get(storedAs)).includes(
        `${key} ${measuredHere()}`,
      );
    } catch {
      return false;
    }
  },
  async add(key) {
    try {
      const { tuning } = await threadStore();
      const proof = `${key} ${measuredHere()}`;
      await tuning.update(storedAs, (value) =>
        [...listOf(value).filter((one) => one !== proof), proof].slice(-mostKept),
      );
    } catch {
      // It is proved again next time.
    }
  },
};

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
