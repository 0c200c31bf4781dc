import type { FileFormat } from "./file-format.ts";

/** Whether a picture file ends before its picture does; false also where the format does not tell. */
export function isCutOff(bytes: Uint8Array, format: FileFormat): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "jpeg") return !hasEndOfJpeg(bytes);
  if (format === "png") return !hasWord(bytes, [0x49, 0x45, 0x4e, 0x44], 8);
  if (format === "gif") return lastByte(bytes) !== 0x3b;
  if (format === "webp") return bytes.length < 8 || view.getUint32(4, true) + 8 > bytes.length;
  if (format === "bmp") return bytes.length < 6 || view.getUint32(2, true) > bytes.length;
  if (format === "avif" || format === "heic") return boxesEndAfter(view);
  return false;
}

/** An end-of-image marker after the first scan: the small picture within the metadata has its own, before. */
function hasEndOfJpeg(bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return hasWord(bytes, [0xff, 0xd9], at);
}

function hasWord(bytes: Uint8Array, word: readonly number[], from: number): boolean {
  const [first = 0] = word;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (word.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}

/** The last byte that is not padding. */
function lastByte(bytes: Uint8Array): number | undefined {
  let at = bytes.length - 1;
  while (at > 0 && bytes[at] === 0) at -= 1;
  return bytes[at];
}

/** Whether a top-level box of the ISO base media format reaches beyond the file. */
function boxesEndAfter(view: DataView): boolean {
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const length = view.getUint32(at);
    // 0: to the end of the file. 1: a 64-bit length follows.
    if (length === 0) return false;
    const whole = length === 1 && at + 16 <= view.byteLength ? view.getBigUint64(at + 8) : length;
    if (Number(whole) < 8) return true;
    at += Number(whole);
  }
  return at > view.byteLength;
}
