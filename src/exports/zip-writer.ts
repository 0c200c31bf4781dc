import { strToU8, Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { AppError } from "#shared";
import { FileNames } from "./file-names.ts";

/** Where the bytes of an export go, one after the other. */
export interface ByteSink {
  /** @throws AppError `export-full` */
  write(bytes: Uint8Array): Promise<void>;
}

/** The content of a file, as it is made. */
export type FileParts = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes a ZIP while its files are being made: none of them, nor the whole, is ever in memory. */
export interface ZipWriter {
  /**
   * Adds a file, under a safe name that is unique in its folder.
   * @param pack false for what is packed already: pictures and videos
   * @throws AppError `export-too-large`, and what `parts` and the sink throw
   */
  add(folder: string, name: string, parts: FileParts, pack: boolean): Promise<void>;
  /** Writes the list of files: without it the ZIP cannot be read. */
  finish(): Promise<void>;
  readonly writtenBytes: number;
}

// What the 32-bit format can count; the wide one is not written here.
const mostBytes = 2 ** 32 - 2 ** 24;
const mostFiles = 65_535;
/** Text is joined to pieces of this many characters before it is packed. */
const pieceLength = 2 ** 16;

/**
 * Begins a ZIP.
 * @param limitBytes at most what the format can count
 */
export function zipWriter(sink: ByteSink, createdAt: Date, limitBytes = mostBytes): ZipWriter {
  const folders = new Map<string, FileNames>();
  let pending: Uint8Array[] = [];
  let failure: Error | null = null;
  let files = 0;
  let writtenBytes = 0;
  const zip = new Zip((error, bytes) => {
    if (error) failure = error;
    else pending.push(bytes);
  });

  async function drain(): Promise<void> {
    if (failure) throw failure;
    const ready = pending;
    pending = [];
    for (const bytes of ready) {
      writtenBytes += bytes.length;
      if (writtenBytes > limitBytes) throw new AppError("export-too-large", { writtenBytes });
      if (bytes.length > 0) await sink.write(bytes);
    }
  }
  const nameIn = (folder: string, name: string): string => {
    let names = folders.get(folder);
    if (!names) {
      names = new FileNames();
      folders.set(folder, names);
    }
    const unique = names.take(name);
    return folder === "" ? unique : `${folder}/${unique}`;
  };

  return {
    async add(folder, name, parts, pack) {
      files += 1;
      if (files > mostFiles) throw new AppError("export-too-large", { writtenBytes });
      const path = nameIn(folder, name);
      const file = pack ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
      file.mtime = createdAt;
      zip.add(file);
      for await (const bytes of inBytes(parts)) {
        file.push(bytes);
        await drain();
      }
      file.push(new Uint8Array(), true);
      await drain();
    },
    async finish() {
      zip.end();
      await drain();
    },
    get writtenBytes() {
      return writtenBytes;
    },
  };
}

/** Parts as bytes, small pieces of text joined. */
export async function* inBytes(parts: FileParts): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const part of parts) {
    if (typeof part !== "string") {
      if (text !== "") yield strToU8(text);
      text = "";
      yield part;
      continue;
    }
    text += part;
    if (text.length < pieceLength) continue;
    yield strToU8(text);
    text = "";
  }
  if (text !== "") yield strToU8(text);
}
