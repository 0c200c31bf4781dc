import { Unzip, type UnzipFile, UnzipInflate, UnzipPassThrough } from "fflate";
import { AppError } from "#shared";
import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";
import type { ModelFile } from "../report.ts";

/** Bytes given to the unpacker at once: what it can make of them stays far below the limits. */
const stepBytes = 65_536;
/** From here on the ratio is looked at; small files may well be all zeros. */
const freeBytes = 32 * 2 ** 20;
/** Weights hardly pack to half; nothing honest packs to a fiftieth. */
const mostRatio = 50;

/** Whether the bytes begin as a ZIP does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * Unpacks a ZIP, front to back in small steps, so that neither a lying header nor overlapping entries make
 * more bytes than were counted. Folders, hidden files and what macOS adds are left out.
 * @throws AppError `model-refused`: `bad-zip`, `bomb`, `too-large`, `bad-path`, `nested-zip`, `zip-method`
 */
export function unpack(zip: ModelFile): readonly ModelFile[] {
  const { name, bytes } = zip;
  // Bit 0 of the flags in an entry's header: encrypted.
  if (((bytes[6] ?? 0) & 1) === 1) refuse("zip-method", name, "it is encrypted");
  const entries: { name: string; chunks: Uint8Array[]; ended: boolean }[] = [];
  let total = 0;
  let seen = 0;
  const take = (file: UnzipFile): void => {
    seen += 1;
    if (seen > limits.files) refuse("too-large", name, `more than ${limits.files} files`);
    if (isFolderOrHidden(file.name)) return;
    const entry = { name: safePath(name, file.name), chunks: [] as Uint8Array[], ended: false };
    entries.push(entry);
    file.ondata = (error, chunk, final) => {
      // The unpacker hands back what is thrown below as an error of its own.
      if (error instanceof AppError) throw error;
      if (error) refuse("bad-zip", name, `${entry.name}: ${error.message}`, error);
      if (entry.chunks.length === 0 && isZip(chunk)) {
        refuse("nested-zip", name, `${entry.name} is a ZIP itself`);
      }
      total += chunk.length;
      if (total > limits.modelBytes) refuse("too-large", name, `more than ${total} bytes`);
      if (total > freeBytes && total > bytes.length * mostRatio) {
        refuse("bomb", name, `${bytes.length} bytes become more than ${total}`);
      }
      if (chunk.length > 0) entry.chunks.push(chunk);
      entry.ended = final;
    };
    try {
      file.start();
    } catch (error) {
      if (error instanceof AppError) throw error;
      refuse("zip-method", name, `${entry.name} is packed by method ${file.compression}`, error);
    }
  };
  const unzip = new Unzip(take);
  unzip.register(UnzipInflate);
  unzip.register(UnzipPassThrough);
  try {
    for (let from = 0; from < bytes.length; from += stepBytes) {
      unzip.push(bytes.slice(from, from + stepBytes), from + stepBytes >= bytes.length);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    refuse("bad-zip", name, String(error).slice(0, 200), error);
  }
  if (seen === 0) refuse("bad-zip", name, "it has no files");
  return entries.map((entry) => {
    if (!entry.ended) refuse("bad-zip", name, `it ends within ${entry.name}`);
    return { name: entry.name, bytes: joined(entry.chunks) };
  });
}

function isFolderOrHidden(path: string): boolean {
  return path.endsWith("/") || /(^|\/)(__MACOSX\/|\.)(?!\.?\/)/.test(path.replace(/^\.\//, ""));
}

function safePath(zip: string, path: string): string {
  const tidy = path.replace(/^(\.\/)+/, "");
  const bad =
    tidy === "" ||
    tidy.length > 1024 ||
    tidy.includes("\\") ||
    tidy.includes("\0") ||
    /^(\/|[A-Za-z]:)|(^|\/)\.\.(\/|$)/.test(tidy);
  return bad ? refuse("bad-path", zip, tidy.slice(0, 100)) : tidy;
}

/** The chunks as one piece. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
