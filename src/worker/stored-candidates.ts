import type { EngineOnBackend } from "#protocol";
import { filesOf, type ModelCard, type PinnedFile, type Variant } from "#shared";
import { threadStore } from "#store";
import type { KeptTunings } from "./kept-tunings.ts";

/** Files of a variant and its proof that are not stored whole; all of them where there is no storage. */
export async function missingFiles(
  card: ModelCard,
  variant: Variant,
): Promise<readonly PinnedFile[]> {
  const files = filesOf(card, variant);
  try {
    const { models } = await threadStore();
    const stats = await Promise.all(files.map(({ sha256 }) => models.stat(sha256)));
    return files.filter((_, index) => stats[index]?.complete !== true);
  } catch {
    return files;
  }
}

/** Whether starting an engine on a backend asks the network for nothing. */
export async function isEngineKept(on: EngineOnBackend, tunings: KeptTunings): Promise<boolean> {
  if (!(await tunings.hasStarted(on))) return false;
  try {
    // The service worker's keys are the addresses of the files.
    const keys = await (await caches.open("localens-engines")).keys();
    return keys.some(({ url }) => new URL(url).pathname.includes(`/engine-${on.engine}-`));
  } catch {
    return false;
  }
}
