import {
  type Events,
  type Handlers,
  handOver,
  type ModelCalls,
  type SessionReport,
} from "#protocol";
import type { ModelCard } from "#shared";
import type { Store } from "#store";
import type { TrialParts } from "./try-model.ts";

/** What the calls about brought models need of the worker around them. */
export interface ImportParts extends Omit<TrialParts, "onAttempt"> {
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  onAttempt(attempt: Events["attempt"]): void;
}

/** What a trial may take of this device's memory, in bytes, weights and all. */
const memoryBudgetBytes = 1.5 * 2 ** 30;

/** Makes the calls about models that a person brings; their code is fetched with their first use. */
export function createImportHandlers(parts: ImportParts): Handlers<ModelCalls> {
  const shelf = () => import("./shelf.ts");
  return {
    async examineModel(request) {
      const { examine } = await import("./examine.ts");
      return examine(request);
    },
    async tryModel(request, signal) {
      const { limitMemory } = await import("./limit-memory.ts");
      limitMemory(memoryBudgetBytes);
      const { tryModel } = await import("./try-model.ts");
      const trial = await tryModel(request, parts, signal);
      return handOver(trial, [trial.shown]);
    },
    async acceptModel(accepted) {
      const { acceptModel } = await shelf();
      return parts.withStore((store) => acceptModel(store, accepted));
    },
    async listModels() {
      const { listModels } = await shelf();
      return parts.withStore(listModels);
    },
    async renameModel({ id, title }) {
      const { renameModel } = await shelf();
      await parts.withStore((store) => renameModel(store, id, title));
      return undefined;
    },
    async duplicateModel({ id, title }) {
      const { duplicateModel } = await shelf();
      await parts.withStore((store) => duplicateModel(store, id, title));
      return undefined;
    },
    async deleteModel({ id }) {
      const { deleteModel } = await shelf();
      await parts.withStore((store) => deleteModel(store, id));
      return undefined;
    },
    async exportModel({ id }) {
      const { exportModel } = await shelf();
      return parts.withStore((store) => exportModel(store, id));
    },
  };
}

/** Finds the card of a brought model. */
export async function findBroughtCard(
  id: string,
  withStore: ImportParts["withStore"],
): Promise<ModelCard | undefined> {
  const { broughtCard } = await import("./shelf.ts");
  try {
    return await withStore((store) => broughtCard(store, id));
  } catch {
    // Without storage nothing was brought.
    return undefined;
  }
}

/** Remembers that a brought model was started, and where; what cannot be remembered is no failure. */
export async function rememberUse(
  { model, engine, backend }: Pick<SessionReport, "model" | "engine" | "backend">,
  withStore: ImportParts["withStore"],
): Promise<void> {
  const { touchModel } = await import("./shelf.ts");
  await withStore((store) => touchModel(store, model, { engine, backend })).catch(() => undefined);
}
