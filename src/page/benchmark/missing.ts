import type { BenchPlan } from "#protocol";
import { engineBytesOn } from "#shared";
import { candidateKey } from "../state/bench.ts";

/** What has to be downloaded at most before the chosen ways can be measured, in bytes. */
export function missingOf(
  { choices }: Pick<BenchPlan, "choices">,
  chosen: ReadonlySet<string>,
  hasJspi: boolean = "Suspending" in WebAssembly,
): number {
  const files = new Map<string, number>();
  const engines = new Map<string, number>();
  for (const choice of choices) {
    if (!choice.threads.some((threads) => chosen.has(candidateKey(choice, threads)))) continue;
    for (const { sha256, bytes } of choice.missing) files.set(sha256, bytes);
    if (choice.engineMissing) {
      engines.set(`${choice.engine} ${choice.backend}`, engineBytesOn(choice, hasJspi));
    }
  }
  return [...files.values(), ...engines.values()].reduce((sum, bytes) => sum + bytes, 0);
}
