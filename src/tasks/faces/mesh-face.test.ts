import { describe, expect, it } from "vitest";
import { mapPoint, placeRegion } from "#shared";
import { cropOf, squareOf } from "./mesh-face.ts";
import type { MeshPoint } from "./task.ts";

/** A face of 468 points within 80 × 100 pixels about (200, 150), turned by `rotation`. */
function faceTurnedBy(rotation: number): MeshPoint[] {
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const at = (x: number, y: number): MeshPoint => [
    200 + x * cos - y * sin,
    150 + x * sin + y * cos,
    0,
  ];
  return Array.from({ length: 468 }, (_, index) => {
    if (index === 33) return at(-25, -20);
    if (index === 263) return at(25, -20);
    const turn = (index / 468) * 2 * Math.PI;
    return at(40 * Math.cos(turn), 50 * Math.sin(turn));
  });
}

describe.each([0, 0.4, -1.2, Math.PI / 2, 3])("a face turned by %d", (rotation) => {
  const square = squareOf(faceTurnedBy(rotation));

  it("has its square along its own axes", () => {
    expect(square.centre[0]).toBeCloseTo(200, 1);
    expect(square.centre[1]).toBeCloseTo(150, 1);
    expect(square.side).toBeCloseTo(100, 1);
    expect(square.rotation).toBeCloseTo(rotation, 6);
  });

  it("stands upright in its crop: eyes level, above the middle, chin below", () => {
    const crop = placeRegion(cropOf(square), { width: 192, height: 192 });
    const mesh = faceTurnedBy(rotation);
    const [left, right, chin] = [33, 263, 117].map((index) => {
      const [x, y] = mesh[index] ?? [0, 0];
      return mapPoint(crop, x, y);
    });
    expect(left?.[1]).toBeCloseTo(right?.[1] ?? 0, 6);
    expect(left?.[0]).toBeLessThan(right?.[0] ?? 0);
    expect(left?.[1]).toBeLessThan(96);
    expect(chin?.[1]).toBeCloseTo(96 + 64, 0);
  });
});
