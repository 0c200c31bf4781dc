import { type BroughtModels, broughtModels } from "./brought-models.ts";
import { connect, deleteDatabase } from "./database.ts";
import { type KeyValues, keyValues } from "./key-values.ts";
import { type ModelStore, modelStore } from "./models.ts";
import { type RecordingStore, recordingStore } from "./recordings.ts";

/** Everything that Localens keeps on this device. */
export interface Store {
  /** What the person chose. */
  readonly settings: KeyValues;
  /** What was measured on this device, and marks of starts that did not end. */
  readonly tuning: KeyValues;
  /** The service worker's counts of requests. */
  readonly ledger: KeyValues;
  /** Model files; written by the worker only. */
  readonly models: ModelStore;
  /** Models that a person brought; written by the worker only. */
  readonly brought: BroughtModels;
  /** Recordings that were not made files yet; written by the worker only. */
  readonly recordings: RecordingStore;
  /** Closes the connection; the next use opens it again. */
  close(): Promise<void>;
}

/**
 * Opens the store of this device.
 * @throws AppError `storage-unavailable`: no IndexedDB here, or another tab holds an older version
 */
export async function openStore(name?: string): Promise<Store> {
  const connection = connect(name);
  await connection.use(async () => undefined);
  return {
    settings: keyValues(connection, "settings"),
    tuning: keyValues(connection, "tuning"),
    ledger: keyValues(connection, "ledger"),
    models: modelStore(connection),
    brought: broughtModels(connection),
    recordings: recordingStore(connection),
    close: () => connection.close(),
  };
}

/** Forgets everything: deletes the database, settings and all. Waits for nobody's permission. */
export async function deleteStore(name?: string): Promise<void> {
  await deleteDatabase(name);
}
