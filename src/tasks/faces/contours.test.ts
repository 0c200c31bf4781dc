import { expect, it } from "vitest";
import { contours } from "./contours.ts";

it("names points of the 468-point face, none twice in a line", () => {
  for (const { points } of contours) {
    expect(new Set(points).size).toBe(points.length);
    expect(points.every((index) => index >= 0 && index < 468)).toBe(true);
  }
});
