import type { GivenFile, ModelShelf } from "#protocol";
import { askOnce, type OwnWorkerParts } from "./own-worker.ts";

/** Writing or reading a large model may take long on a slow disk. */
export const storeLimitMs = 300_000;

/** What can be done with the models that are here. */
export interface ShelfVerbs {
  list(): Promise<ModelShelf>;
  rename(id: string, title: string): Promise<void>;
  duplicate(id: string, title: string): Promise<void>;
  remove(id: string): Promise<void>;
  pack(id: string): Promise<GivenFile>;
}

/** Creates the verbs of the shelf; each is done by a worker of its own. */
export function createShelfVerbs(
  parts: OwnWorkerParts & { readonly onChanged: () => void },
): ShelfVerbs {
  return {
    list: () => askOnce(parts, storeLimitMs, (client) => client.call("listModels", undefined)),
    async rename(id, title) {
      await askOnce(parts, storeLimitMs, (client) => client.call("renameModel", { id, title }));
      parts.onChanged();
    },
    async duplicate(id, title) {
      await askOnce(parts, storeLimitMs, (client) => client.call("duplicateModel", { id, title }));
      parts.onChanged();
    },
    async remove(id) {
      await askOnce(parts, storeLimitMs, (client) => client.call("deleteModel", { id }));
      parts.onChanged();
    },
    pack: (id) => askOnce(parts, storeLimitMs, (client) => client.call("exportModel", { id })),
  };
}
