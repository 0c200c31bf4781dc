import type { Connection } from "./database.ts";
import { within } from "./within.ts";

/** Where a model came from. */
export type ModelOrigin =
  /** From this device, by its file's name. */
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "address"; readonly url: string }
  /** Another app handed it over. */
  | { readonly kind: "shared"; readonly name: string };

/** What was measured when a model was tried here, or when it last ran. */
export interface ModelMeasure {
  readonly engine: string;
  readonly backend: string;
  /** Median of a few runs, without making the input. */
  readonly inferMs: number;
  /** The largest difference between two engines' answers, where two of them ran it; else null. */
  readonly agreement: number | null;
}

/** A model that a person brought; its files are in the model store under their SHA-256. */
export interface BroughtRecord {
  readonly id: string;
  /** The card as JSON; whoever reads it checks it. */
  readonly card: unknown;
  readonly origin: ModelOrigin;
  readonly addedAt: number;
  readonly usedAt: number | null;
  readonly measure: ModelMeasure | null;
}

/** The models that a person brought, by the id of their card. */
export interface BroughtModels {
  get(id: string): Promise<BroughtRecord | undefined>;
  list(): Promise<readonly BroughtRecord[]>;
  /** Adds a model, or writes over the one of the same id. */
  put(record: BroughtRecord): Promise<void>;
  /** Changes a model in one transaction; nothing where it is not here any more. */
  update(id: string, change: (record: BroughtRecord) => BroughtRecord): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Opens the brought models of a database. */
export function broughtModels(connection: Connection): BroughtModels {
  return {
    get: (id) => connection.use((database) => database.get("brought", id)),
    list: () => connection.use((database) => database.getAll("brought")),
    put: (record) =>
      connection.use(async (database) => {
        const transaction = database.transaction("brought", "readwrite");
        await within(transaction, () => transaction.store.put(record));
      }),
    update: (id, change) =>
      connection.use(async (database) => {
        const transaction = database.transaction("brought", "readwrite");
        await within(transaction, async () => {
          const record = await transaction.store.get(id);
          if (record) await transaction.store.put(change(record));
        });
      }),
    delete: (id) => connection.use((database) => database.delete("brought", id)),
  };
}
