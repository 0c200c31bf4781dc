import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { AppError, reasonOf } from "#shared";
import type { BroughtRecord } from "./brought-models.ts";
import type { RecordingPart, RecordingRecord } from "./recordings.ts";

/** What is remembered about a model file; its bytes are in `chunks`. */
export interface FileRecord {
  readonly sha256: string;
  readonly bytes: number;
  /** Contiguous bytes from the start that are stored. */
  readonly receivedBytes: number;
  /** All bytes are here and their hash matched. */
  readonly complete: boolean;
  /** Milliseconds since 1970 of the last write or use. */
  readonly usedAt: number;
}

/** The layout of the database, version 3. */
export interface Schema extends DBSchema {
  /** ArrayBuffers, never Blobs: iOS loses Blobs that are kept in IndexedDB. */
  chunks: { key: [sha256: string, offset: number]; value: ArrayBuffer };
  files: { key: string; value: FileRecord };
  settings: { key: string; value: unknown };
  tuning: { key: string; value: unknown };
  ledger: { key: string; value: unknown };
  /** Since version 2. */
  recordings: { key: string; value: RecordingRecord };
  recordingParts: { key: [id: string, index: number]; value: RecordingPart };
  /** Since version 3. */
  brought: { key: string; value: BroughtRecord };
}

/** An open connection. */
export type Database = IDBPDatabase<Schema>;

/** A connection that opens on first use and opens again when it was lost. */
export interface Connection {
  /**
   * Runs `work` on an open database, once more on a fresh connection if this one turns out dead.
   * What `work` leaves behind when it fails must be nothing, for it may run twice.
   * `neededBytes` is what the caller still wants to write, for the error.
   * @throws AppError `storage-full`, `storage-unavailable`, or whatever `work` throws of its own
   */
  use<T>(work: (database: Database) => Promise<T>, neededBytes?: number): Promise<T>;
  close(): Promise<void>;
}

const databaseName = "localens";
const databaseVersion = 3;

/** Describes the one database of the app; nothing is opened until `use`. */
export function connect(name = databaseName): Connection {
  let opening: Promise<Database> | undefined;

  const database = (): Promise<Database> => {
    if (opening) return opening;
    const fresh = open(name, () => {
      if (opening === fresh) opening = undefined;
    });
    opening = fresh;
    // A failed open is not remembered: the person may have closed the other tab meanwhile.
    fresh.catch(() => {
      if (opening === fresh) opening = undefined;
    });
    return fresh;
  };

  return {
    async use(work, neededBytes = 0) {
      const used = database();
      try {
        return await work(await used);
      } catch (error) {
        if (!isLostConnection(error)) throw storageError(error, neededBytes);
        // Of several calls that find it dead the first opens a new one, which the others must not close.
        if (opening === used) opening = undefined;
        await used.then((it) => it.close()).catch(() => undefined);
      }
      try {
        return await work(await database());
      } catch (error) {
        throw storageError(error, neededBytes);
      }
    },
    async close() {
      const open = opening;
      opening = undefined;
      await open?.then((it) => it.close()).catch(() => undefined);
    },
  };
}

/** Deletes the whole database; other connections to it close by themselves. */
export async function deleteDatabase(name = databaseName): Promise<void> {
  await deleteDB(name);
}

function open(name: string, onLost: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    // Absent from old private windows, null where a policy forbids it.
    if (typeof indexedDB === "undefined" || !indexedDB) {
      reject(new AppError("storage-unavailable", { reason: "this browser has no IndexedDB here" }));
      return;
    }
    let abandoned = false;
    openDB<Schema>(name, databaseVersion, {
      upgrade(database, oldVersion) {
        if (oldVersion < 1) {
          database.createObjectStore("chunks");
          database.createObjectStore("files", { keyPath: "sha256" });
          database.createObjectStore("settings");
          database.createObjectStore("tuning");
          database.createObjectStore("ledger");
        }
        if (oldVersion < 2) {
          database.createObjectStore("recordings", { keyPath: "id" });
          database.createObjectStore("recordingParts");
        }
        if (oldVersion < 3) database.createObjectStore("brought", { keyPath: "id" });
      },
      // The open itself stays pending until the other tab closes; the caller must not hang with it.
      blocked() {
        abandoned = true;
        reject(
          new AppError("storage-unavailable", {
            reason: "another tab runs an older version and holds the database",
          }),
        );
      },
      blocking(_current, _blocked, event) {
        onLost();
        (event.target as IDBDatabase).close();
      },
      terminated: onLost,
    }).then((database) => {
      // Opened after `blocked` gave up: nobody owns it, so it must not block others in its turn.
      if (abandoned) database.close();
      else resolve(database);
    }, reject);
  });
}

// Safari says UnknownError ("Connection to Indexed Database server lost"), others InvalidStateError,
// and AbortError when it is lost under a transaction, of which nothing is kept then.
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ["InvalidStateError", "UnknownError", "AbortError"].includes(error.name)
  );
}

function storageError(error: unknown, neededBytes: number): unknown {
  // Not a DOMException by name: newer browsers have a class of its own for it.
  if (error instanceof Error && error.name === "QuotaExceededError") {
    return new AppError("storage-full", { neededBytes }, { cause: error });
  }
  if (!(error instanceof DOMException)) return error;
  const reason =
    error.name === "VersionError"
      ? "the database is of a newer version: this page has to be reloaded"
      : reasonOf(error);
  return new AppError("storage-unavailable", { reason }, { cause: error });
}
