import type { Connection } from "./database.ts";
import { within } from "./within.ts";

/** Plain JSON values by name; whoever reads one checks it, for an older version may have written it. */
export interface KeyValues {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Replaces a value by what `change` makes of it, in one transaction: tabs do not lose each other's. */
  update(key: string, change: (value: unknown) => unknown): Promise<void>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
}

/** Opens one of the database's object stores of plain values. */
export function keyValues(
  connection: Connection,
  name: "settings" | "tuning" | "ledger",
): KeyValues {
  return {
    get: (key) => connection.use((database) => database.get(name, key)),
    set: (key, value) =>
      connection.use(async (database) => {
        const transaction = database.transaction(name, "readwrite");
        await within(transaction, () => transaction.store.put(value, key));
      }),
    update: (key, change) =>
      connection.use(async (database) => {
        const transaction = database.transaction(name, "readwrite");
        const { store } = transaction;
        await within(transaction, async () => store.put(change(await store.get(key)), key));
      }),
    delete: (key) => connection.use((database) => database.delete(name, key)),
    clear: () => connection.use((database) => database.clear(name)),
  };
}
