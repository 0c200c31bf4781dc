import { describe, expect, it } from "vitest";
import { type FileFormat, formatOf } from "./file-format.ts";

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("formatOf", () => {
  it.each<[string, string, FileFormat]>([
    ["nothing", "", "empty"],
    ["a JPEG", "\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"],
    ["a PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"],
    ["a GIF", "GIF89a\x01\0\x01\0", "gif"],
    ["a WebP", "RIFF\x24\0\0\0WEBPVP8 ", "webp"],
    ["a BMP", "BM\x3a\0\0\0\0\0", "bmp"],
    ["an AVIF", "\0\0\0\x1cftypavif\0\0\0\0avifmif1", "avif"],
    ["an AVIF of the generic brand", "\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "avif"],
    ["a HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"],
    ["a HEIC of the generic brand", "\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"],
    ["an MP4", "\0\0\0\x18ftypisom\0\0\0\0isommp41", "mp4"],
    ["a little-endian TIFF", "II*\0\x08\0\0\0", "tiff"],
    ["a big-endian TIFF", "MM\0*\0\0\0\x08", "tiff"],
    ["a naked JPEG XL", "\xff\x0a\xfa\x1f", "jxl"],
    ["a WebM", "\x1aE\xdf\xa3\x01\0\0\0", "webm"],
    ["a page", "<!DOCTYPE html><title>404</title>", "html"],
    ["a page behind spaces and a mark", "\xef\xbb\xbf \n<HTML><p>", "html"],
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"],
    ["an SVG behind its declaration", '<?xml version="1.0"?>\n<svg/>', "svg"],
    ["another XML", '<?xml version="1.0"?>\n<plist/>', "xml"],
    ["a PDF", "%PDF-1.7\n", "pdf"],
    ["a ZIP", "PK\x03\x04\x14\0", "zip"],
    ["a text", "this is no picture", "text"],
    ["a text in UTF-8", "gr\xc3\xbc\xc3\x9fe", "text"],
    ["other bytes", "\x01\x02\x03\x04", "unknown"],
    ["a RIFF of another kind", "RIFF\x24\0\0\0ACON", "unknown"],
    ["the beginning of a JPEG alone", "\xff\xd8", "unknown"],
  ])("knows %s", (_words, bytes, format) => {
    expect(formatOf(bytesOf(bytes))).toBe(format);
  });
});
