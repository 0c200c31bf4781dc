import { limits } from "../limits.ts";
import { plainText } from "../text.ts";

/** What the first bytes of a file say that it is. */
export type Sniffed =
  | "tflite"
  | "zip"
  | "html"
  | "pointer"
  | "json"
  | "text"
  | "empty"
  /** Formats of models that are not read here: HDF5, pickles, safetensors, GGUF, Core ML… */
  | "foreign"
  | "protobuf"
  | "other";

const foreign: readonly (readonly number[])[] = [
  // HDF5 (Keras .h5), GGUF, GGML, Python pickles, gzip, 7z, RAR, PNG, JPEG
  [0x89, 0x48, 0x44, 0x46],
  [0x47, 0x47, 0x55, 0x46],
  [0x67, 0x67, 0x6d, 0x6c],
  [0x80, 0x02],
  [0x80, 0x04],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** Tells formats apart by their first bytes, whatever the name. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return "empty";
  // The file identifier of the flatbuffer, at byte 4: TFL3.
  if (startsWith(bytes.subarray(4, 8), [0x54, 0x46, 0x4c, 0x33])) return "tflite";
  if (startsWith(bytes, [0x50, 0x4b])) return "zip";
  if (foreign.some((start) => startsWith(bytes, start))) return "foreign";
  // safetensors: a length in 8 bytes, then JSON.
  if (bytes[8] === 0x7b && bytes[9] === 0x22 && bytes[6] === 0 && bytes[7] === 0) return "foreign";
  const head = plainText(bytes, Math.min(512, limits.metadataBytes)).trimStart();
  if (/^version https:\/\/git-lfs/.test(head)) return "pointer";
  if (/^(<!doctype|<html|<head|<body|<\?xml|<!--)/i.test(head)) return "html";
  if (/^[[{]/.test(head) && isText(bytes.subarray(0, 512))) return "json";
  // A model's fields 1 to 26, as numbers or as parts: the tag of the first one.
  const tag = bytes[0] ?? 0;
  const field = tag >> 3;
  const plausible = tag < 0x80 && (tag & 7) === ([1, 5].includes(field) ? 0 : 2);
  if (plausible && [1, 2, 3, 4, 5, 6, 7, 8, 14].includes(field) && !isText(bytes.subarray(0, 64))) {
    return "protobuf";
  }
  return isText(bytes.subarray(0, 4096)) ? "text" : "other";
}

/** Whether there are no bytes that text does not have. */
export function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}
