import { describe, expect, it } from "vitest";
import type { Point } from "../decoders/anchor-boxes.ts";
import { cropOfPalm } from "./palm-crop.ts";

/** A palm of 40 × 30 around (100, 200), its wrist 20 from there, opposite to where the fingers are. */
function palm(fingersX: number, fingersY: number) {
  const wrist: Point = [100 - 20 * fingersX, 200 - 20 * fingersY];
  const knuckle: Point = [100 + 20 * fingersX, 200 + 20 * fingersY];
  return { box: [80, 185, 40, 30], points: [wrist, [0, 0], knuckle] } as const;
}

describe("the crop of a palm", () => {
  it.each([
    ["up", 0, -1, 0],
    ["to the right", 1, 0, Math.PI / 2],
    ["down", 0, 1, Math.PI],
    ["to the left", -1, 0, -Math.PI / 2],
  ])("turns and shifts with fingers that point %s", (_, x, y, rotation) => {
    const crop = cropOfPalm(palm(x, y));
    expect(crop.rotation).toBeCloseTo(rotation);
    // Half the height of the box towards the fingers.
    expect(crop.centerX).toBeCloseTo(100 + 15 * x);
    expect(crop.centerY).toBeCloseTo(200 + 15 * y);
  });

  it("is a square of 2.6 times the longer side", () => {
    expect(cropOfPalm(palm(0, -1))).toMatchObject({ width: 104, height: 104 });
  });

  it("stands upright where the points are missing", () => {
    const { rotation } = cropOfPalm({ box: [80, 185, 40, 30], points: [] });
    expect(rotation).toBe(0);
  });
});
