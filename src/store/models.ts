import { AppError, type PinnedFile } from "#shared";
import type { Connection, FileRecord } from "./database.ts";
import { within } from "./within.ts";

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
   * @throws AppError `storage-full`; `storage-unavailable`, also when what this writer stored is not there
   * any more; `internal` where bytes are still to come
   */
  complete(): Promise<void>;
  /** Deletes what is stored of the file, but not what another writer stored since. */
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
      const receivedBytes = await connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        const files = transaction.objectStore("files");
        return within(transaction, async () => {
          const found = await files.get(file.sha256);
          if (found?.bytes === file.bytes) return found.receivedBytes;
          if (found) {
            await transaction.objectStore("chunks").delete(chunksOf(file.sha256));
            await files.delete(file.sha256);
          }
          return 0;
        });
      });
      return fileWriter(connection, file, receivedBytes);
    },
    read: (sha256, startByte = 0, endByte = Number.POSITIVE_INFINITY) =>
      readChunks(connection, sha256, startByte, endByte),
    touch: (sha256) =>
      connection.use(async (database) => {
        const transaction = database.transaction("files", "readwrite");
        await within(transaction, async () => {
          const record = await transaction.store.get(sha256);
          if (record) await transaction.store.put({ ...record, usedAt: Date.now() });
        });
      }),
    delete: (sha256) =>
      connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        await within(transaction, () =>
          Promise.all([
            transaction.objectStore("chunks").delete(chunksOf(sha256)),
            transaction.objectStore("files").delete(sha256),
          ]),
        );
      }),
    clear: () =>
      connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        await within(transaction, () =>
          Promise.all([
            transaction.objectStore("chunks").clear(),
            transaction.objectStore("files").clear(),
          ]),
        );
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
        await within(transaction, async () => {
          expectEnd(await files.get(file.sha256), receivedBytes);
          await Promise.all([
            transaction
              .objectStore("chunks")
              .put(bytes.slice().buffer, [file.sha256, receivedBytes]),
            files.put(record(end, false)),
          ]);
        });
      }, file.bytes - receivedBytes);
      receivedBytes = end;
    },
    async complete() {
      if (receivedBytes !== file.bytes) {
        throw new AppError("internal", {
          reason: `${receivedBytes} of ${file.bytes} bytes are no whole file`,
        });
      }
      await connection.use(async (database) => {
        const transaction = database.transaction("files", "readwrite");
        await within(transaction, async () => {
          expectEnd(await transaction.store.get(file.sha256), receivedBytes);
          await transaction.store.put(record(receivedBytes, true));
        });
      });
    },
    async discard() {
      await connection.use(async (database) => {
        const transaction = database.transaction(["chunks", "files"], "readwrite");
        const files = transaction.objectStore("files");
        await within(transaction, async () => {
          if ((await files.get(file.sha256))?.receivedBytes !== receivedBytes) return;
          await transaction.objectStore("chunks").delete(chunksOf(file.sha256));
          await files.delete(file.sha256);
        });
      });
      receivedBytes = 0;
    },
  };
}

// Who finds another end than its own must not write: bytes of two writers would be mixed.
function expectEnd(stored: FileRecord | undefined, receivedBytes: number): void {
  if ((stored?.receivedBytes ?? 0) === receivedBytes) return;
  const reason = stored ? "another tab is writing the same file" : "the file was deleted meanwhile";
  throw new AppError("storage-unavailable", { reason });
}

/** Chunks that are read at once: each way into the database and back takes longer than the bytes do. */
const chunksAtOnce = 16;

async function* readChunks(
  connection: Connection,
  sha256: string,
  startByte: number,
  endByte: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const [record, keys] = await connection.use((database) =>
    Promise.all([database.get("files", sha256), database.getAllKeys("chunks", chunksOf(sha256))]),
  );
  const end = Math.min(endByte, record?.receivedBytes ?? 0);
  const offsets = keys.map(([, offset]) => offset).filter((offset) => offset < end);
  // Chunks have no fixed size (a cut flushes a short one): begin at the last that starts before us.
  const before = offsets.findLastIndex((offset) => offset <= startByte);
  let at = offsets[before] ?? 0;
  for (let index = Math.max(0, before); at < end; index += chunksAtOnce) {
    const few = offsets.slice(index, index + chunksAtOnce);
    // A transaction for each few: a slow reader would otherwise let it close under the loop.
    for (const [offset, chunk] of await readFew(connection, sha256, few)) {
      if (offset !== at || chunk.byteLength === 0) break;
      const bytes = new Uint8Array(chunk);
      const part = bytes.subarray(Math.max(0, startByte - at), end - at);
      if (part.byteLength > 0) yield part;
      at += bytes.byteLength;
    }
    if (at < (offsets[index + chunksAtOnce] ?? end)) {
      throw new AppError("storage-unavailable", { reason: `bytes from ${at} on are missing` });
    }
  }
}

/** The chunks from the first to the last of some offsets, each with its own: another tab may write meanwhile. */
async function readFew(
  connection: Connection,
  sha256: string,
  offsets: readonly number[],
): Promise<readonly (readonly [offset: number, chunk: ArrayBuffer])[]> {
  const [first] = offsets;
  if (first === undefined) return [];
  const range = IDBKeyRange.bound([sha256, first], [sha256, offsets.at(-1) ?? first]);
  const [keys, chunks] = await connection.use((database) => {
    const store = database.transaction("chunks").store;
    return Promise.all([store.getAllKeys(range), store.getAll(range)]);
  });
  return chunks.flatMap((chunk, index) => {
    const key = keys[index];
    return key ? [[key[1], chunk] as const] : [];
  });
}

function chunksOf(sha256: string): IDBKeyRange {
  return IDBKeyRange.bound([sha256, 0], [sha256, Number.POSITIVE_INFINITY]);
}
