import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { maskPng } from "./mask-png.ts";

/** Reads an 8-bit grey PNG of filters 0 and 1 by the specification, checksums too. */
function readGreyPng(parts: Iterable<Uint8Array>): {
  width: number;
  height: number;
  rows: number[][];
} {
  const bytes = Buffer.concat([...parts]);
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const data: Buffer[] = [];
  const types: string[] = [];
  let header = Buffer.alloc(0);
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(
      crc32(bytes.subarray(at + 4, at + 8 + length)),
    );
    types.push(type);
    if (type === "IHDR") header = body;
    if (type === "IDAT") data.push(body);
    at += 12 + length;
  }
  expect([types[0], types.at(-1)]).toEqual(["IHDR", "IEND"]);
  // Depth 8, grey, deflate, the usual filters, not interlaced.
  expect([...header.subarray(8)]).toEqual([8, 0, 0, 0, 0]);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(data));
  expect(raw.length).toBe(height * (width + 1));
  const rows = Array.from({ length: height }, (_, y) => {
    const at = y * (width + 1);
    let left = 0;
    return Array.from({ length: width }, (_, x) => {
      const value = raw[at + 1 + x] ?? 0;
      left = raw[at] === 1 ? (left + value) & 255 : value;
      return left;
    });
  });
  return { width, height, rows };
}

/** Bit by bit, unlike the one that is tested. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

function maskOf(width: number, height: number, cells: readonly number[]) {
  return { width, height, alpha: Uint8Array.from(cells).buffer };
}

describe("maskPng", () => {
  it("writes a mask of the picture's own size as it is", () => {
    const cells = Array.from({ length: 12 }, (_, index) => (index * 53) % 256);
    const { rows } = readGreyPng(maskPng(maskOf(4, 3, cells), { width: 4, height: 3 }));
    expect(rows.flat()).toEqual(cells);
  });

  it("goes from cell to cell in even steps where the picture is larger", () => {
    const { width, height, rows } = readGreyPng(
      maskPng(maskOf(2, 1, [0, 200]), { width: 8, height: 2 }),
    );
    expect([width, height]).toEqual([8, 2]);
    expect(rows).toEqual([
      [0, 0, 25, 75, 125, 175, 200, 200],
      [0, 0, 25, 75, 125, 175, 200, 200],
    ]);
  });

  it("covers as much of a large picture as of the mask", () => {
    const cells = Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 24 ? 255 : 0));
    const { rows } = readGreyPng(maskPng(maskOf(64, 64, cells), { width: 1279, height: 853 }));
    const covered = rows.flat().filter((value) => value >= 128).length / (1279 * 853);
    expect(covered).toBeCloseTo(24 / 64, 2);
  });

  it("holds little at a time of a picture of 24 megapixels", () => {
    let largest = 0;
    let parts = 0;
    for (const part of maskPng(maskOf(2, 2, [0, 255, 255, 0]), { width: 6000, height: 4000 })) {
      largest = Math.max(largest, part.length);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(10);
    expect(largest).toBeLessThan(2 ** 21);
  }, 60_000);
});
