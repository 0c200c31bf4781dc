/** What a file is by its first bytes, whatever its name says. */
export type FileFormat =
  | "jpeg"
  | "png"
  | "gif"
  | "webp"
  | "bmp"
  | "avif"
  | "ico"
  | "jxl"
  | "heic"
  | "tiff"
  | "psd"
  | "svg"
  | "html"
  | "xml"
  | "pdf"
  | "zip"
  | "gzip"
  | "mp4"
  | "webm"
  | "avi"
  | "sound"
  | "text"
  | "empty"
  | "unknown";

/** Formats that hold a picture of pixels, which a browser may be able to open. */
export const pictureFormats: ReadonlySet<FileFormat> = new Set([
  "jpeg",
  "png",
  "gif",
  "webp",
  "bmp",
  "avif",
  "ico",
  "jxl",
  "heic",
  "tiff",
  "psd",
]);

/** How many first bytes `formatOf` looks at. */
export const formatBytes = 1024;

const signatures: readonly (readonly [at: number, bytes: string, FileFormat])[] = [
  [0, "\xff\xd8\xff", "jpeg"],
  [0, "\x89PNG\r\n\x1a\n", "png"],
  [0, "GIF87a", "gif"],
  [0, "GIF89a", "gif"],
  [0, "BM", "bmp"],
  [0, "\0\0\x01\0", "ico"],
  [0, "\xff\x0a", "jxl"],
  [0, "\0\0\0\x0cJXL \r\n\x87\n", "jxl"],
  [0, "II*\0", "tiff"],
  [0, "MM\0*", "tiff"],
  [0, "8BPS", "psd"],
  [0, "%PDF", "pdf"],
  [0, "PK\x03\x04", "zip"],
  [0, "PK\x05\x06", "zip"],
  [0, "\x1f\x8b", "gzip"],
  [0, "\x1aE\xdf\xa3", "webm"],
  [0, "ID3", "sound"],
  [0, "OggS", "sound"],
  [0, "fLaC", "sound"],
];

const riff: Readonly<Record<string, FileFormat>> = { WEBP: "webp", "AVI ": "avi", WAVE: "sound" };

/** Major brands of the ISO base media format (ISO/IEC 14496-12) that hold pictures; others are videos. */
const brands: Readonly<Record<string, FileFormat>> = {
  avif: "avif",
  avis: "avif",
  heic: "heic",
  heix: "heic",
  heim: "heic",
  heis: "heic",
  hevc: "heic",
  hevx: "heic",
  mif1: "heic",
  msf1: "heic",
  "M4A ": "sound",
};

/** Tells a file's format by its first `formatBytes` bytes (fewer where the file is shorter). */
export function formatOf(bytes: Uint8Array): FileFormat {
  if (bytes.length === 0) return "empty";
  const head = ascii(bytes.subarray(0, formatBytes));
  if (head.startsWith("RIFF")) return riff[head.slice(8, 12)] ?? "unknown";
  if (head.slice(4, 8) === "ftyp") return ofBrands(head);
  const found = signatures.find(([at, magic]) => head.startsWith(magic, at));
  if (found) return found[2];
  return isText(bytes.subarray(0, formatBytes)) ? markupOf(head) : "unknown";
}

function ofBrands(head: string): FileFormat {
  const major = head.slice(8, 12);
  // The generic brand of a still picture: what is inside is among the compatible brands.
  if (major === "mif1" && head.slice(16, 64).includes("avif")) return "avif";
  return brands[major] ?? "mp4";
}

function markupOf(head: string): FileFormat {
  const start = head
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body)/.test(start)) return "html";
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/.test(start)) {
    if (start.includes("<svg")) return "svg";
    return start.includes("<html") ? "html" : "xml";
  }
  return "text";
}

/** No control characters but those of text, and no byte that UTF-8 never has. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every(
    (byte) => (byte >= 32 && byte < 0xf5) || (byte >= 9 && byte <= 13) || byte === 27,
  );
}

function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
