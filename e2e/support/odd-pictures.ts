import { crc32, deflateSync } from "node:zlib";
import { launchBare } from "./browser.ts";

/** A file as Playwright hands it to an input. */
export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Gives bytes a name and the type that a system would give by that name. */
export function given(name: string, mimeType: string, bytes: Buffer | string): GivenFile {
  const buffer = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
  return { name, mimeType, buffer };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of rows that are given as their bytes (W3C PNG; filter 0). */
export function pngOf(
  width: number,
  height: number,
  depth: number,
  colourType: number,
  row: (y: number) => Buffer,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType], 8);
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), row(y)]));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A grey PNG with 16 bits for each pixel, dark on the left and bright on the right. */
export function deepPng(width: number, height: number): Buffer {
  const row = Buffer.alloc(width * 2);
  for (let x = 0; x < width; x += 1) row.writeUInt16BE(Math.floor((x / width) * 65_535), x * 2);
  return pngOf(width, height, 16, 0, () => row);
}

/** A PNG of one bit for each pixel: as many pixels as wanted in few bytes. */
export function bitPng(width: number, height: number): Buffer {
  const row = Buffer.alloc(Math.ceil(width / 8), 0xf0);
  return pngOf(width, height, 1, 0, () => row);
}

/** The head of a PNG that says this size, and nothing behind it. */
export function pngHead(width: number, height: number): Buffer {
  return bitPng(8, 8).fill(0, 16, 24).subarray(0, 33).fill(sizeBytes(width, height), 16, 24);
}

function sizeBytes(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(width);
  bytes.writeUInt32BE(height, 4);
  return bytes;
}

/** A JPEG with the EXIF orientation 6: to be turned by a quarter to the right. */
export function turned(jpeg: Buffer): Buffer {
  const tiff = Buffer.from(
    "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    "latin1",
  );
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.of(0xff, 0xe1, 0, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** Two pictures of 16 × 16 pixels that follow each other: red, then green (GIF89a). */
export function movingGif(): Buffer {
  const head = Buffer.from("GIF89a\x10\0\x10\0\x91\0\0", "latin1");
  const colours = Buffer.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
  const frame = (colour: number): Buffer =>
    Buffer.concat([
      Buffer.from("!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x10\0\x10\0\0\x02", "latin1"),
      uncompressed(colour, 256),
    ]);
  return Buffer.concat([head, colours, frame(0), frame(1), Buffer.of(0x3b)]);
}

/** LZW of GIF without compression: codes of three bits, cleared before they grow. */
function uncompressed(colour: number, pixels: number): Buffer {
  const codes: number[] = [];
  for (let at = 0; at < pixels; at += 1) {
    if (at % 2 === 0) codes.push(4);
    codes.push(colour);
  }
  codes.push(5);
  const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
  for (const [index, code] of codes.entries()) {
    for (let bit = 0; bit < 3; bit += 1) {
      const at = index * 3 + bit;
      if ((code >> bit) & 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
    }
  }
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    blocks.push(Buffer.of(block.length), block);
  }
  return Buffer.concat([...blocks, Buffer.of(0)]);
}

/** A JPEG of plain stripes in any size, drawn by a browser. */
export async function stripesJpeg(width: number, height: number): Promise<Buffer> {
  const { page, close } = await launchBare();
  try {
    const base64 = await page.evaluate(
      async ([width, height]) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext("2d", { alpha: false });
        if (!context) throw new Error("no canvas");
        for (let x = 0; x < 8; x += 1) {
          context.fillStyle = x % 2 ? "#a40" : "#06c";
          context.fillRect((x * width) / 8, 0, width / 8, height);
        }
        const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
        const reader = new FileReader();
        reader.readAsDataURL(blob);
        await new Promise((resolve) => {
          reader.onload = resolve;
        });
        return String(reader.result).split(",")[1] ?? "";
      },
      [width, height] as const,
    );
    return Buffer.from(base64, "base64");
  } finally {
    await close();
  }
}
