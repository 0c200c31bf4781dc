import { describe, expect, it } from "vitest";
import type { FileFormat } from "./file-format.ts";
import { readPictureHeader } from "./picture-header.ts";

const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? Array.from(part, (letter) => letter.charCodeAt(0)) : part,
    ),
  );
const u32 = (value: number): number[] => [value >>> 24, value >>> 16, value >>> 8, value];
const u16le = (value: number): number[] => [value & 255, value >>> 8];
const chunk = (type: string, data: readonly number[]): Uint8Array =>
  bytesOf(u32(data.length), type, [...data], [0, 0, 0, 0]);
const png = (colourType: number, ...more: readonly Uint8Array[]): Uint8Array =>
  bytesOf(
    "\x89PNG\r\n\x1a\n",
    [...chunk("IHDR", [...u32(300), ...u32(200), 16, colourType, 0, 0, 0])],
    ...more.map((bytes) => [...bytes]),
    [...chunk("IDAT", [0])],
  );
const gifPicture = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
const gif = (...blocks: readonly (readonly number[])[]): Uint8Array =>
  bytesOf("GIF89a", u16le(300), u16le(200), [0x80, 0, 0, 0, 0, 0, 255, 255, 255], ...blocks);

const plain = { animated: false, mayBeTransparent: false };
const size = { width: 300, height: 200 };
const transparent = { ...plain, mayBeTransparent: true, size };

describe("readPictureHeader", () => {
  it.each<[string, FileFormat, Uint8Array, object]>([
    ["a PNG of colours", "png", png(2), { ...plain, size }],
    ["a PNG with alpha", "png", png(6), transparent],
    ["a PNG with a see-through colour", "png", png(3, chunk("tRNS", [0])), transparent],
    [
      "a moving PNG",
      "png",
      png(2, chunk("acTL", u32(2))),
      { size, animated: true, mayBeTransparent: false },
    ],
    [
      "a JPEG with metadata before its frame",
      "jpeg",
      bytesOf(
        [0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4],
        [0xff, 0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44],
      ),
      { ...plain, size },
    ],
    [
      "a JPEG whose frame is beyond the bytes",
      "jpeg",
      bytesOf([0xff, 0xd8, 0xff, 0xe1, 9, 9]),
      plain,
    ],
    ["a GIF", "gif", gif(gifPicture, [0x3b]), { ...plain, size }],
    [
      "a GIF of two pictures",
      "gif",
      gif(gifPicture, gifPicture),
      { ...plain, size, animated: true },
    ],
    [
      "a see-through GIF",
      "gif",
      gif([0x21, 0xf9, 4, 1, 0, 0, 0, 0], gifPicture, [0x3b]),
      transparent,
    ],
    [
      "a moving WebP with alpha",
      "webp",
      bytesOf("RIFF....WEBPVP8X", [10, 0, 0, 0, 0x12, 0, 0, 0, 43, 1, 0, 199, 0, 0]),
      { size, animated: true, mayBeTransparent: true },
    ],
    [
      "a lossless WebP",
      "webp",
      bytesOf("RIFF....WEBPVP8L....\x2f", [0x2b, 0xc1, 0x31, 0x10]),
      transparent,
    ],
    [
      "a lossy WebP",
      "webp",
      bytesOf("RIFF....WEBPVP8 ....", [0, 0, 0, 0x9d, 1, 0x2a], u16le(300), u16le(200)),
      { ...plain, size },
    ],
    [
      "a BMP that is stored from its top",
      "bmp",
      bytesOf("BM", Array(12).fill(0), [40, 0, 0, 0, 44, 1, 0, 0, 56, 255, 255, 255, 1, 0, 24, 0]),
      { ...plain, size },
    ],
    [
      "an AVIF with a thumbnail",
      "avif",
      bytesOf(
        "\0\0\0\x1cftypavif\0\0\0\0",
        "\0\0\0\x14ispe\0\0\0\0",
        u32(30),
        u32(20),
        "\0\0\0\x14ispe\0\0\0\0",
        u32(300),
        u32(200),
      ),
      { ...plain, size },
    ],
  ])("reads %s", (_words, format, bytes, header) => {
    expect(readPictureHeader(bytes, format)).toEqual(header);
  });

  it.each<FileFormat>(["png", "jpeg", "gif", "webp", "bmp", "avif"])(
    "takes any cut of a %s",
    (format) => {
      const whole = { png: png(6), gif: gif(gifPicture, gifPicture) }[format as "png"] ?? png(2);
      for (let length = 0; length <= whole.length; length += 1) {
        expect(readPictureHeader(whole.subarray(0, length), format)).toHaveProperty("animated");
      }
    },
  );
});
