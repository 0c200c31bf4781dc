import { expect, it } from "vitest";
import { fitsHalf, narrowToHalf, widenHalf } from "./halves.ts";

it("gives every half its own bits back, and says that it fits", () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const wide = widenHalf(all);
  const back = narrowToHalf(wide);
  for (const bits of all) {
    if (Number.isNaN(wide[bits])) expect(widenHalf(back.subarray(bits, bits + 1))[0]).toBeNaN();
    else expect(back[bits]).toBe(bits);
  }
  expect(fitsHalf(wide.filter((value) => !Number.isNaN(value)))).toBe(true);
});

it.each([
  ["the nearest below", 1 + 2 ** -12, 1],
  ["the nearest above", 1 + 3 * 2 ** -12, 1 + 2 ** -10],
  ["the even one of two alike", 1 + 2 ** -11, 1],
  ["the even one above", 1 + 3 * 2 ** -11, 1 + 2 * 2 ** -10],
  ["the next power of two", 2 - 2 ** -13, 2],
  ["the largest", 65_519, 65_504],
  ["infinity beyond it", 65_520, Number.POSITIVE_INFINITY],
  ["the smallest above zero", 1.1 * 2 ** -25, 2 ** -24],
  ["zero, the even one", 2 ** -25, 0],
  ["zero below half a step", 2 ** -40, 0],
  ["the first normal one", 2 ** -14 - 2 ** -26, 2 ** -14],
  ["a sixth", 1 / 6, 0.1666259765625],
])("rounds to %s", (_, value, wanted) => {
  for (const sign of [1, -1]) {
    const values = Float32Array.of(sign * value);
    expect(widenHalf(narrowToHalf(values))[0]).toBe(sign * wanted);
    expect(fitsHalf(values)).toBe(false);
  }
});
