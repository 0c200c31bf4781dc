import { expect, it } from "vitest";
import { likeness, lineLook } from "./line-look.ts";

const size = { width: 64, height: 32 };

/** An input, `[1, 3, 32, 64]`, with stripes of a width that begin at a column. */
function striped(from: number, stripe: number): Float32Array {
  return Float32Array.from({ length: 3 * 64 * 32 }, (_, index) =>
    Math.floor(((index % 64) + from) / stripe) % 2 === 0 ? 1 : -1,
  );
}

const region = { centerX: 32, centerY: 16, width: 48, height: 12, rotation: 0 };
const look = lineLook(striped(0, 6), size, region);

it.each([
  ["the same line", striped(0, 6), 0.999, 1.001],
  ["the same line a pixel aside", striped(1, 6), 0.6, 1],
  ["the same line, fainter and darker", striped(0, 6).map((value) => value / 2 - 1), 0.999, 1.001],
  ["its negative", striped(0, 6).map((value) => -value), -1.001, -0.999],
  ["other letters", striped(0, 11), -0.5, 0.5],
  ["a plain ground", new Float32Array(3 * 64 * 32).fill(0.3), 0, 0],
])("is compared with %s", (_, values, low, high) => {
  const alike = likeness(look, lineLook(values, size, region));
  expect(alike).toBeGreaterThanOrEqual(low);
  expect(alike).toBeLessThanOrEqual(high);
});

it("takes what lies beyond the input from its edge", () => {
  const beyond = { ...region, centerX: 0 };
  expect(lineLook(striped(0, 6), size, beyond).every(Number.isFinite)).toBe(true);
});
