import { expect, it } from "vitest";
import type { Region } from "#shared";
import type { Point } from "./bitmap-components.ts";
import { convexHull } from "./convex-hull.ts";
import { cornersOf, minAreaRectangle } from "./min-area-rectangle.ts";

const degree = Math.PI / 180;

function region(width: number, height: number, degrees: number): Region {
  return { centerX: 40, centerY: 30, width, height, rotation: degrees * degree };
}

it.each([
  ["an upright rectangle", region(20, 8, 0), region(20, 8, 0)],
  ["one turned clockwise", region(20, 8, 30), region(20, 8, 30)],
  ["one turned counter-clockwise", region(20, 8, -30), region(20, 8, -30)],
  ["one that stands: its top side is the level one", region(20, 8, 70), region(8, 20, -20)],
  ["one upside down", region(20, 8, 170), region(20, 8, -10)],
])("finds %s again from its corners", (_, drawn, expected) => {
  const found = minAreaRectangle(convexHull(cornersOf(drawn)));
  for (const key of ["centerX", "centerY", "width", "height", "rotation"] as const) {
    expect(found[key]).toBeCloseTo(expected[key], 9);
  }
});

it.each([
  ["one point", [[3, 4]], { centerX: 3, centerY: 4, width: 0, height: 0 }],
  [
    "two points",
    [
      [0, 0],
      [4, 3],
    ],
    { centerX: 2, centerY: 1.5, width: 5, height: 0 },
  ],
] as const)("has no height for %s", (_, points, expected) => {
  expect(minAreaRectangle(points)).toMatchObject(expected);
});

it("is as small as the smallest of all rectangles along the hull's sides, and holds every point", () => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 200; round += 1) {
    const points = Array.from({ length: 3 + Math.floor(random() * 30) }, (): Point => {
      return [Math.floor(random() * 60), Math.floor(random() * 12 + random() * 12)];
    });
    const hull = convexHull(points);
    if (hull.length < 3) continue;
    const found = minAreaRectangle(hull);
    expect(found.width * found.height).toBeCloseTo(smallestByTrying(hull), 6);
    const [cos, sin] = [Math.cos(found.rotation), Math.sin(found.rotation)];
    for (const [x, y] of points) {
      const [dx, dy] = [x - found.centerX, y - found.centerY];
      expect(Math.abs(dx * cos + dy * sin)).toBeLessThanOrEqual(found.width / 2 + 1e-6);
      expect(Math.abs(dy * cos - dx * sin)).toBeLessThanOrEqual(found.height / 2 + 1e-6);
    }
  }
});

function smallestByTrying(hull: readonly Point[]): number {
  const areas = hull.map(([x, y], index) => {
    const [nextX, nextY] = hull[(index + 1) % hull.length] ?? [x, y];
    const angle = Math.atan2(nextY - y, nextX - x);
    const along = hull.map(([px, py]) => px * Math.cos(angle) + py * Math.sin(angle));
    const away = hull.map(([px, py]) => py * Math.cos(angle) - px * Math.sin(angle));
    return (Math.max(...along) - Math.min(...along)) * (Math.max(...away) - Math.min(...away));
  });
  return Math.min(...areas);
}
