import type { ModelTunePlan } from "#protocol";
import { engineBytesOn } from "#shared";

/** What has to be downloaded at most before everything of some plans can be measured, in bytes. */
export function missingBytes(
  plans: readonly ModelTunePlan[],
  hasJspi: boolean = "Suspending" in WebAssembly,
): number {
  const files = new Map<string, number>();
  const engines = new Map<string, number>();
  for (const { files: own, engineMissing, ...on } of plans.flatMap(({ missing }) => missing)) {
    for (const { sha256, bytes } of own) files.set(sha256, bytes);
    if (engineMissing) engines.set(`${on.engine} ${on.backend}`, engineBytesOn(on, hasJspi));
  }
  return [...files.values(), ...engines.values()].reduce((sum, bytes) => sum + bytes, 0);
}
