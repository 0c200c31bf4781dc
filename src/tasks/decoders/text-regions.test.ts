import { expect, it } from "vitest";
import type { Region } from "#shared";
import { alongText, meanWithin, textRegions, unclip } from "./text-regions.ts";

const degree = Math.PI / 180;

/** A map with `value` wherever a pixel's centre lies in one of the rectangles. */
function mapWith(
  regions: readonly Region[],
  value: number,
  width = 120,
  height = 80,
): Float32Array {
  return Float32Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) + 0.5, Math.floor(index / width) + 0.5];
    return regions.some((region) => holds(region, x, y)) ? value : 0.01;
  });
}

function holds(
  { centerX, centerY, width, height, rotation }: Region,
  x: number,
  y: number,
): boolean {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const [dx, dy] = [x - centerX, y - centerY];
  return Math.abs(dx * cos + dy * sin) <= width / 2 && Math.abs(dy * cos - dx * sin) <= height / 2;
}

function region(x: number, y: number, width: number, height: number, degrees = 0): Region {
  return { centerX: x, centerY: y, width, height, rotation: degrees * degree };
}

it.each([
  ["a level line", region(60, 40, 60, 8), 0],
  ["a line falling by 20°", region(60, 40, 60, 8, 20), 20],
  ["a line rising by 35°", region(60, 40, 60, 8, -35), -35],
  ["a line rising by 70°", region(60, 40, 60, 8, -70), -70],
  ["a standing line, read downwards", region(60, 40, 8, 60), 90],
])("finds %s, widened by the offset that shrank it", (_, core, degrees) => {
  const [found, ...others] = textRegions(mapWith([core], 0.9), 120, 80);
  expect(others).toEqual([]);
  expect(found?.score).toBeCloseTo(0.9, 1);
  expect(found?.region.centerX).toBeCloseTo(60, 0);
  expect(found?.region.centerY).toBeCloseTo(40, 0);
  expect((found?.region.rotation ?? 0) / degree).toBeCloseTo(degrees, -1);
  // 60 × 8 · 1.5 ÷ 136 = 5.3 on every side; stairs of pixels make turned cores a little larger.
  expect(Math.abs((found?.region.width ?? 0) - 70.6)).toBeLessThan(4);
  expect(Math.abs((found?.region.height ?? 0) - 18.6)).toBeLessThan(4);
});

it.each([
  ["an empty map", [], 0.9, 0],
  ["two lines", [region(30, 20, 40, 6), region(30, 50, 40, 6)], 0.9, 2],
  ["a line of weak pixels", [region(60, 40, 60, 8)], 0.5, 0],
  ["pixels below the threshold", [region(60, 40, 60, 8)], 0.29, 0],
  ["a hair", [region(60, 40, 60, 2)], 0.9, 0],
  ["a line cut off by the edge", [region(0, 40, 60, 8)], 0.9, 1],
])("finds what there is in a map with %s", (_, cores, value, count) => {
  expect(textRegions(mapWith(cores, value), 120, 80)).toHaveLength(count);
});

it("moves every side out by area × ratio ÷ perimeter", () => {
  // 200 · 1.5 ÷ 60 = 5.
  expect(unclip(region(0, 0, 20, 10, 30), 1.5)).toEqual(region(0, 0, 30, 20, 30));
});

it.each([
  ["lies", region(0, 0, 30, 10, 10), region(0, 0, 30, 10, 10)],
  ["is nearly square", region(0, 0, 10, 14, 10), region(0, 0, 10, 14, 10)],
  ["stands", region(0, 0, 10, 30), region(0, 0, 30, 10, 90)],
  ["rises steeply", region(0, 0, 10, 30, 20), region(0, 0, 30, 10, -70)],
  ["falls steeply", region(0, 0, 10, 30, -20), region(0, 0, 30, 10, 70)],
  ["rises almost upright", region(0, 0, 10, 30, 5), region(0, 0, 30, 10, 95)],
])("reads along the longer side of a rectangle that %s", (_, given, expected) => {
  const found = alongText(given);
  expect(found.width).toBe(expected.width);
  expect(found.rotation).toBeCloseTo(expected.rotation, 9);
});

it.each([
  ["the whole map", region(2, 1, 4, 2), 4.5],
  ["one row", region(2, 0.5, 4, 1), 2.5],
  ["one pixel", region(3.5, 1.5, 1, 1), 8],
  ["a part outside", region(0, 1, 2, 2), 3],
  ["nothing: outside", region(20, 20, 4, 4), 0],
  ["nothing: between centres", region(1, 1, 0.5, 0.5), 0],
])("takes the mean of %s", (_, within, mean) => {
  expect(meanWithin(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), 4, 2, within)).toBe(mean);
});
