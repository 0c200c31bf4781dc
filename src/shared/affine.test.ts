import { describe, expect, it } from "vitest";
import { affineOf, invert, mapPoint, placeRegion, type Region } from "./affine.ts";
import { place } from "./geometry.ts";

const region: Region = { centerX: 300, centerY: 200, width: 120, height: 80, rotation: 0.4 };
const to = { width: 192, height: 256 };

describe("placeRegion", () => {
  it("puts the region's corners on the grid's corners, turned upright", () => {
    const map = placeRegion(region, to);
    const cos = Math.cos(region.rotation);
    const sin = Math.sin(region.rotation);
    for (const [sideX, sideY] of [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ] as const) {
      const dx = sideX * region.width;
      const dy = sideY * region.height;
      const corner = [
        region.centerX + dx * cos - dy * sin,
        region.centerY + dx * sin + dy * cos,
      ] as const;
      const [x, y] = mapPoint(map, ...corner);
      expect(x).toBeCloseTo((sideX + 0.5) * to.width, 9);
      expect(y).toBeCloseTo((sideY + 0.5) * to.height, 9);
    }
  });

  it("is undone by its inverse", () => {
    const back = invert(placeRegion(region, to));
    const [x, y] = mapPoint(back, to.width / 2, to.height / 2);
    expect(x).toBeCloseTo(region.centerX, 9);
    expect(y).toBeCloseTo(region.centerY, 9);
  });
});

describe("affineOf", () => {
  it("says the same as the placement", () => {
    const map = affineOf(
      place({ width: 1280, height: 720 }, { width: 512, height: 512 }, "letterbox"),
    );
    expect(mapPoint(map, 0, 0)).toEqual([0, 112]);
    expect(mapPoint(map, 1280, 720)).toEqual([512, 400]);
  });
});
