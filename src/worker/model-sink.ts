import { createSHA256 } from "hash-wasm";
import { AppError, type PinnedFile } from "#shared";
import type { FileWriter, ModelStore } from "#store";

/** Bytes per stored chunk: small, so that a cut or a closed tab costs next to nothing. */
export const chunkBytes = 256 * 1024;

/** Where a file's bytes gather: in memory, in the running hash, and in the store for as long as it takes them. */
export interface ModelSink {
  /** The whole file's memory; valid to hand out after `verify` said true. */
  readonly buffer: ArrayBuffer;
  readonly receivedBytes: number;
  /** How many of the received bytes came from the store. */
  readonly cachedBytes: number;
  /** Everything received so far is stored, or will be with the next `flush`. */
  readonly kept: boolean;
  /**
   * Takes the bytes that follow; never more than the file has. Storing happens behind it: a reader that
   * waited for the disk would lose what a broken connection had already delivered.
   */
  add(bytes: Uint8Array): void;
  /** Stores what is not stored yet. */
  flush(): Promise<void>;
  /** Forgets what was received, in the store too. */
  restart(): Promise<void>;
  /** Whether length and SHA-256 are the card's; if so, the stored file is marked whole. */
  verify(): Promise<boolean>;
}

// [Note: Reading beside a hang]
// A worker that hangs may do so in the midst of reading the store, and until it is ended, seconds later, no
// one else gets to write there, nor to read what somebody waits to write. Its successor is not to wait for
// that: what is stored whole is only read, and that it was used is noted once the start is over.

/** By then a start is over. */
const noteUseAfterMs = 5_000;

/** Opens a sink that holds what the store has of the file already. Storage errors only end the keeping. */
export async function openModelSink(
  file: PinnedFile,
  models: ModelStore | undefined,
  onTrouble?: (kind: "quota-full") => void,
): Promise<ModelSink> {
  const bytes = new Uint8Array(file.bytes);
  const hasher = await createSHA256();
  let receivedBytes = 0;
  let cachedBytes = 0;
  let queuedBytes = 0;
  let storing: Promise<void> = Promise.resolve();
  let whole = false;
  let keeps = models !== undefined;
  let writer: FileWriter | undefined;

  const store = async (work: (writer: FileWriter) => Promise<void>): Promise<void> => {
    if (!models || !keeps) return;
    try {
      writer ??= await models.writer(file);
      await work(writer);
    } catch (error) {
      keeps = false;
      if (AppError.is(error, "storage-full")) onTrouble?.("quota-full");
      // A part that cannot grow only takes the room of what still fits.
      await writer?.discard().catch(() => undefined);
    }
  };
  const forget = (): void => {
    hasher.init();
    receivedBytes = cachedBytes = queuedBytes = 0;
    whole = false;
  };
  const queueStoring = (): void => {
    if (queuedBytes === receivedBytes) return;
    const part = bytes.subarray(queuedBytes, receivedBytes);
    queuedBytes = receivedBytes;
    storing = storing.then(() => store((it) => it.append(part)));
  };

  hasher.init();
  if (models) {
    try {
      const found = await models.stat(file.sha256);
      whole = found?.complete === true && found.bytes === file.bytes;
      // See [Note: Reading beside a hang].
      if (!whole) await store(async () => {});
      for await (const chunk of models.read(file.sha256)) {
        bytes.set(chunk, receivedBytes);
        hasher.update(chunk);
        receivedBytes += chunk.byteLength;
      }
      cachedBytes = queuedBytes = receivedBytes;
    } catch {
      forget();
      await store((it) => it.discard());
    }
  }

  const sink: ModelSink = {
    buffer: bytes.buffer,
    get receivedBytes() {
      return receivedBytes;
    },
    get cachedBytes() {
      return cachedBytes;
    },
    get kept() {
      return keeps;
    },
    add(part) {
      bytes.set(part, receivedBytes);
      hasher.update(part);
      receivedBytes += part.byteLength;
      if (receivedBytes - queuedBytes >= chunkBytes) queueStoring();
    },
    async flush() {
      queueStoring();
      await storing;
    },
    async restart() {
      await storing;
      forget();
      await store((it) => it.discard());
    },
    async verify() {
      if (receivedBytes !== file.bytes) return false;
      await sink.flush();
      if (hasher.digest() !== file.sha256) return false;
      if (whole)
        setTimeout(() => void models?.touch(file.sha256).catch(() => undefined), noteUseAfterMs);
      else await store((it) => it.complete());
      return true;
    },
  };
  return sink;
}
