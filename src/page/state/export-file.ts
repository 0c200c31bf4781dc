import type { ByteSink } from "#exports";
import { AppError } from "#shared";
import { exportFolder } from "./export-folder.ts";

/** A file that grows while it is exported, kept out of memory where the browser can. */
export interface ExportFile extends ByteSink {
  /** Ends the file; it can be read for the next few minutes. */
  finish(type: string): Promise<Blob>;
  /** Deletes what was written. */
  discard(): Promise<void>;
}

/** Written at once: the browser's own cost for each write is high. */
const pieceBytes = 2 ** 20;
/** The browser still reads the file while it saves it elsewhere, and does not tell when it is done. */
const keptMs = 10 * 60_000;
/** What is older was left behind by a page that was closed. */
const staleMs = 60 * 60_000;

/** Begins a file in the site's own file system, or in Blobs, which browsers may keep on the disk too. */
export async function openExportFile(): Promise<ExportFile> {
  const file = (await inFileSystem().catch(() => undefined)) ?? inBlobs();
  return inPieces(file);
}

async function inFileSystem(): Promise<ExportFile | undefined> {
  const root = await navigator.storage?.getDirectory?.();
  if (!root) return undefined;
  const folder = await root.getDirectoryHandle(exportFolder, { create: true });
  for await (const name of folder.keys()) {
    const age = Date.now() - Number.parseInt(name, 10);
    if (!(age < staleMs)) await folder.removeEntry(name).catch(() => undefined);
  }
  const name = `${Date.now()}-${crypto.randomUUID()}`;
  const handle = await folder.getFileHandle(name, { create: true });
  // Missing in Safari before 26.
  const writable = await handle.createWritable();
  const remove = (): Promise<void> => folder.removeEntry(name).catch(() => undefined);
  return {
    write: (bytes) => writable.write(bytes as Uint8Array<ArrayBuffer>),
    async finish(type) {
      await writable.close();
      setTimeout(() => void remove(), keptMs);
      const file = await handle.getFile();
      return file.slice(0, file.size, type);
    },
    async discard() {
      await writable.abort().catch(() => undefined);
      await remove();
    },
  };
}

function inBlobs(): ExportFile {
  let blobs: Blob[] = [];
  return {
    async write(bytes) {
      blobs.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    },
    finish: async (type) => new Blob(blobs, { type }),
    async discard() {
      blobs = [];
    },
  };
}

/** Joins small writes, and says plainly when the device is full. */
function inPieces(file: ExportFile): ExportFile {
  let pieces: Uint8Array[] = [];
  let heldBytes = 0;
  let writtenBytes = 0;

  async function flush(): Promise<void> {
    const joined = new Uint8Array(heldBytes);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    heldBytes = 0;
    if (joined.length > 0) await file.write(joined);
    writtenBytes += joined.length;
  }
  const orFull = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === "QuotaExceededError")) throw cause;
      throw new AppError("export-full", { writtenBytes }, { cause });
    }
  };

  return {
    async write(bytes) {
      pieces.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes >= pieceBytes) await orFull(flush());
    },
    finish: (type) => orFull(flush().then(() => file.finish(type))),
    discard: () => file.discard(),
  };
}
