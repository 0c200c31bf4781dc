import { describe, expect, it } from "vitest";
import { halve, type Plane, wordAligned } from "./plane.ts";

function planeOf(width: number, height: number, pixelBytes: 1 | 2 | 4): Plane {
  const rowBytes = wordAligned(width * pixelBytes);
  const bytes = Uint8Array.from({ length: rowBytes * height }, (_, i) => (i * i * 31 + 17) % 256);
  return { bytes, width, height, pixelBytes, rowBytes };
}

function valueAt({ bytes, rowBytes, pixelBytes }: Plane, x: number, y: number, c: number): number {
  return bytes[y * rowBytes + x * pixelBytes + c] ?? Number.NaN;
}

/** Every value of a plane, without what pads its rows. */
function valuesOf(plane: Plane): number[] {
  const values: number[] = [];
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width * plane.pixelBytes; x++) {
      values.push(plane.bytes[y * plane.rowBytes + x] ?? Number.NaN);
    }
  }
  return values;
}

describe.each([1, 2, 4] as const)("halving pixels of %i bytes", (pixelBytes) => {
  it.each([
    [8, 4],
    [6, 6],
    [7, 5],
    [2, 2],
    [3, 2],
    [18, 10],
  ])("takes the mean of each four of %i × %i", (width, height) => {
    const from = planeOf(width, height, pixelBytes);
    const half = halve(from);
    const wanted: number[] = [];
    for (let y = 0; y < height >> 1; y++) {
      for (let x = 0; x < width >> 1; x++) {
        for (let c = 0; c < pixelBytes; c++) {
          const [left, top] = [2 * x, 2 * y];
          const sum =
            valueAt(from, left, top, c) +
            valueAt(from, left + 1, top, c) +
            valueAt(from, left, top + 1, c) +
            valueAt(from, left + 1, top + 1, c);
          wanted.push(Math.floor((sum + 2) / 4));
        }
      }
    }
    expect(half).toMatchObject({ width: width >> 1, height: height >> 1, pixelBytes });
    expect(valuesOf(half)).toEqual(wanted);
  });

  it("halves a single row or column the one way it can", () => {
    const row = planeOf(4, 1, pixelBytes);
    const mean = (x: number): number =>
      Math.floor((valueAt(row, x, 0, 0) + valueAt(row, x + 1, 0, 0) + 1) / 2);
    const half = halve(row);
    expect([half.width, half.height]).toEqual([2, 1]);
    expect([valueAt(half, 0, 0, 0), valueAt(half, 1, 0, 0)]).toEqual([mean(0), mean(2)]);
    expect(valuesOf(halve(planeOf(1, 1, pixelBytes)))).toEqual(valuesOf(planeOf(1, 1, pixelBytes)));
  });
});

it("keeps full and empty pixels what they are", () => {
  for (const value of [0, 255]) {
    const from = { ...planeOf(4, 4, 1), bytes: new Uint8Array(16).fill(value) };
    expect(valuesOf(halve(from))).toEqual([value, value, value, value]);
  }
});

it("uses memory again that is large enough, and none that is not", () => {
  const from = planeOf(8, 4, 1);
  const [large, small] = [new Uint8Array(64), new Uint8Array(4)];
  expect(halve(from, large).bytes).toBe(large);
  expect(halve(from, small).bytes).not.toBe(small);
});
