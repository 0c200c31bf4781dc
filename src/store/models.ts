import { AppError, type PinnedFile } from "#shared";
import type { Connection, FileRecord } from "./database.ts";

/** Writes one model file from where it stopped. One writer at a time: a second one is refused. */
export interface FileWriter {
  /** Contiguous bytes that are stored; the next `append` goes here. */
  readonly receivedBytes: number;
  /**
   * Stores bytes and the new length in one transaction.
   * @throws AppError `storage-full`; `storage-unavailable`, also when another writer moved the end
   */
  append(bytes: Uint8Array): Promise<void>;
  /**
   * Marks the file as whole; call it only after its hash matched.
   * @throws AppError `storage-full`, `storage-unavailable`
   */
  complete(): Promise<void>;
  /** Deletes what is stored of the file. */
  discard(): Promise<void>;
}

/** The model files kept on this device, named by SHA-256, as chunks of bytes. */
export interface ModelStore {
  stat(sha256: string): Promise<FileRecord | undefined>;
  list(): Promise<readonly FileRecord[]>;
  /** Continues a partial file, or begins one. Resets a record whose length differs from the card's. */
  writer(file: PinnedFile): Promise<FileWriter>;
  /**
   * The stored bytes `[startByte, endByte)` in order, whole or partial file alike.
   * @throws AppError `storage-unavailable` where a chunk is missing
   */
  read(
    sha256: string,
    startByte?: number,
    endByte?: number,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
  /** Remembers that the file was used now. */
  touch(sha256: string): Promise<void>;
  delete(sha256: string): Promise<void>;
  clear(): Promise<void>;
}

/** Opens the model files of a database. */
export function modelStore(connection: Connection): ModelStore {
  return {
    stat: (sha256) => connection.use((database) => database.get("files", sha256)),
    list: () => connection.use((database) => database.getAll("files")),
    async writer(file) {
      const found = await connection.use((database) => database.get("files", file.sha256));
      if (found && found.bytes !== file.bytes) await remove(connection, file.sha256);
      const receivedBytes = found?.bytes === file.bytes ? found.receivedBytes : 0;
      return fileWriter(connection, file, receivedBytes);
    },
    read: (sha256, startByte = 0, endByte = Number.POSITIVE_INFINITY) =>
      readChunks(connection, sha256, startByte, endByte),
    touch: (sha256) =>
      connection.use(async (database) => {
        const transaction = database.transaction("files", "readwrite");
        const record = await transaction.store.get(sha256);
        if (record) await transaction.store.put({ ...record, usedAt: Date.now() });
        await transaction.done;
      }),
    delete: (sha256) => remove(connection, sha256),
    clear: () =>
      connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        await settle(transaction, [
          transaction.objectStore("chunks").clear(),
          transaction.objectStore("files").clear(),
        ]);
      }),
  };
}

function fileWriter(connection: Connection, file: PinnedFile, startBytes: number): FileWriter {
  let receivedBytes = startBytes;
  const record = (bytes: number, complete: boolean): FileRecord => ({
    sha256: file.sha256,
    bytes: file.bytes,
    receivedBytes: bytes,
    complete,
    usedAt: Date.now(),
  });
  return {
    get receivedBytes() {
      return receivedBytes;
    },
    async append(bytes) {
      if (bytes.byteLength === 0) return;
      const end = receivedBytes + bytes.byteLength;
      await connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        const files = transaction.objectStore("files");
        const storedBytes = (await files.get(file.sha256))?.receivedBytes ?? 0;
        if (storedBytes !== receivedBytes) {
          transaction.abort();
          await transaction.done.catch(() => undefined);
          throw new AppError("storage-unavailable", {
            reason: "another tab is writing the same file",
          });
        }
        const chunk = bytes.slice().buffer;
        await settle(transaction, [
          transaction.objectStore("chunks").put(chunk, [file.sha256, receivedBytes]),
          files.put(record(end, false)),
        ]);
      }, file.bytes - receivedBytes);
      receivedBytes = end;
    },
    async complete() {
      await connection.use(async (database) => {
        const transaction = database.transaction("files", "readwrite");
        await settle(transaction, [transaction.store.put(record(receivedBytes, true))]);
      });
    },
    async discard() {
      receivedBytes = 0;
      await remove(connection, file.sha256);
    },
  };
}

async function* readChunks(
  connection: Connection,
  sha256: string,
  startByte: number,
  endByte: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const record = await connection.use((database) => database.get("files", sha256));
  const end = Math.min(endByte, record?.receivedBytes ?? 0);
  const keys = await connection.use((database) => database.getAllKeys("chunks", chunksOf(sha256)));
  const offsets = keys.map(([, offset]) => offset);
  // Chunks have no fixed size (a cut flushes a short one): begin at the last that starts before us.
  let at = offsets.findLast((offset) => offset <= startByte) ?? 0;
  while (at < end) {
    // One transaction per chunk: a slow reader would otherwise let it close under the loop.
    const chunk = await connection.use((database) => database.get("chunks", [sha256, at]));
    if (!chunk || chunk.byteLength === 0) {
      throw new AppError("storage-unavailable", { reason: `bytes from ${at} on are missing` });
    }
    const bytes = new Uint8Array(chunk);
    yield bytes.subarray(Math.max(0, startByte - at), Math.min(bytes.byteLength, end - at));
    at += bytes.byteLength;
  }
}

function chunksOf(sha256: string): IDBKeyRange {
  return IDBKeyRange.bound([sha256, 0], [sha256, Number.POSITIVE_INFINITY]);
}

function remove(connection: Connection, sha256: string): Promise<void> {
  return connection.use(async (database) => {
    const transaction = database.transaction(["chunks", "files"], "readwrite");
    await settle(transaction, [
      transaction.objectStore("chunks").delete(chunksOf(sha256)),
      transaction.objectStore("files").delete(sha256),
    ]);
  });
}

/**
 * Waits for requests and their transaction, and throws the transaction's own error: when it aborts for
 * quota, its requests only say AbortError.
 */
async function settle(
  transaction: { readonly done: Promise<void> },
  requests: readonly Promise<unknown>[],
): Promise<void> {
  const done = transaction.done.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const results = await Promise.allSettled(requests);
  const failed = await done;
  if (failed) throw failed.error;
  const rejected = results.find((result) => result.status === "rejected");
  if (rejected) throw rejected.reason;
}
