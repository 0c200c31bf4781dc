import { strToU8, Zlib } from "fflate";
import type { Size } from "#shared";

/** Bytes that go on as soon as there are this many: memory stays flat, however large the picture is. */
const bandBytes = 2 ** 20;

/**
 * A PNG of 8-bit grey (colour type 0), in parts that belong one after the other: only some rows of it
 * are in memory at a time. Format: https://www.w3.org/TR/png-3/
 * @param rowAt writes row `y`, `width` bytes of 0 … 255, into the given bytes
 */
export function* greyPng(
  { width, height }: Size,
  rowAt: (y: number, into: Uint8Array) => void,
): Generator<Uint8Array> {
  yield Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  yield chunk("IHDR", new Uint8Array(header.buffer));
  const packed: Uint8Array[] = [];
  const zlib = new Zlib({ level: 6 }, (bytes) => packed.push(bytes));
  const stride = width + 1;
  const rows = Math.max(1, Math.min(height, Math.floor(bandBytes / stride)));
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    const band = new Uint8Array(count * stride);
    for (let row = 0; row < count; row += 1) fillRow(band, row * stride, top + row);
    zlib.push(band, top + count === height);
    for (const bytes of packed.splice(0)) if (bytes.length > 0) yield chunk("IDAT", bytes);
  }
  yield chunk("IEND", new Uint8Array());

  /** Rows of masks change little from left to right: filter 1 (Sub) packs them best. */
  function fillRow(band: Uint8Array, at: number, y: number): void {
    band[at] = 1;
    const row = band.subarray(at + 1, at + stride);
    rowAt(y, row);
    for (let x = width - 1; x > 0; x -= 1) row[x] = (row[x] ?? 0) - (row[x - 1] ?? 0);
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(strToU8(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/** As in the annex of the PNG specification. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
