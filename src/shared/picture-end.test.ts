import { describe, expect, it } from "vitest";
import type { FileFormat } from "./file-format.ts";
import { isCutOff } from "./picture-end.ts";

const jpeg = [0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 0, 0, 0xff, 0xda, 0, 2, 7, 0xff, 0, 9];
const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const png = [...ascii("\x89PNG\r\n\x1a\n"), 1, 2, 3];
const webp = [...ascii("RIFF"), 12, 0, 0, 0, ...ascii("WEBP")];
const avif = [...ascii("\0\0\0\x0cftypavif\0\0\0\x0cmdat")];

describe("isCutOff", () => {
  it.each<[string, FileFormat, readonly number[], boolean]>([
    ["a whole JPEG", "jpeg", [...jpeg, 0xff, 0xd9], false],
    ["a JPEG with a film behind it", "jpeg", [...jpeg, 0xff, 0xd9, 1, 2, 3], false],
    ["a JPEG of which only the small picture within has an end", "jpeg", jpeg, true],
    ["a whole PNG", "png", [...png, 0, 0, 0, 0, ...ascii("IEND"), 1, 2, 3, 4], false],
    ["a PNG without its end", "png", png, true],
    ["a whole GIF", "gif", [...ascii("GIF89a"), 1, 0x3b, 0, 0], false],
    ["a GIF without its end", "gif", [...ascii("GIF89a"), 1], true],
    ["a whole WebP", "webp", [...webp, ...Array(8).fill(0)], false],
    ["a WebP shorter than it says", "webp", webp, true],
    ["a whole BMP", "bmp", [...ascii("BM"), 6, 0, 0, 0], false],
    ["a BMP shorter than it says", "bmp", [...ascii("BM"), 7, 0, 0, 0], true],
    ["a whole AVIF", "avif", [...avif, 1, 2, 3, 4], false],
    ["an AVIF whose last box reaches beyond it", "avif", [...avif, 1, 2], true],
    ["a format that does not tell", "ico", [0, 0, 1, 0], false],
  ])("of %s", (_words, format, bytes, cutOff) => {
    expect(isCutOff(Uint8Array.from(bytes), format)).toBe(cutOff);
  });
});
