import { expect, it } from "vitest";
import type { Region } from "#shared";
import { regionOverlap } from "./region-overlap.ts";

function region(x: number, y: number, width: number, height: number, degrees = 0): Region {
  return { centerX: x, centerY: y, width, height, rotation: (degrees * Math.PI) / 180 };
}

// A square of side 2 and itself turned by 45° share a regular octagon: 8 (√2 − 1).
const octagon = 8 * (Math.SQRT2 - 1);

it.each([
  ["itself", region(5, 5, 4, 2, 33), region(5, 5, 4, 2, 33), 1],
  ["itself upside down", region(5, 5, 4, 2), region(5, 5, 4, 2, 180), 1],
  ["one half over it", region(0, 0, 4, 2), region(2, 0, 4, 2), 1 / 3],
  ["one far away", region(0, 0, 4, 2), region(20, 0, 4, 2), 0],
  ["one beside it, long and thin", region(0, 0, 100, 2), region(0, 3, 100, 2), 0],
  ["one within it", region(0, 0, 4, 4), region(0, 0, 2, 2, 30), 1 / 4],
  [
    "itself turned by an eighth",
    region(0, 0, 2, 2),
    region(0, 0, 2, 2, 45),
    octagon / (8 - octagon),
  ],
  ["a crossing line", region(0, 0, 10, 2), region(0, 0, 2, 10), 4 / 36],
  ["a flat one", region(0, 0, 4, 0), region(0, 0, 4, 0), 0],
])("of a rectangle and %s", (_, a, b, expected) => {
  expect(regionOverlap(a, b)).toBeCloseTo(expected, 9);
  expect(regionOverlap(b, a)).toBeCloseTo(expected, 9);
});
