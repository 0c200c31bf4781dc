import type { Region } from "#shared";
import type { Point } from "./bitmap-components.ts";
import { cornersOf } from "./min-area-rectangle.ts";

/**
 * Intersection over union of two turned rectangles, 0 … 1. The shared part is one rectangle clipped by
 * the sides of the other: Sutherland and Hodgman, "Reentrant Polygon Clipping", 1974.
 */
export function regionOverlap(a: Region, b: Region): number {
  // Most pairs are far apart: circles around both tell that without clipping.
  const reach = Math.hypot(a.width, a.height) + Math.hypot(b.width, b.height);
  if (Math.hypot(a.centerX - b.centerX, a.centerY - b.centerY) * 2 >= reach) return 0;
  const clip = cornersOf(b);
  let shared: readonly Point[] = cornersOf(a);
  for (const [index, from] of clip.entries()) {
    shared = clipBySide(shared, from, clip[(index + 1) % clip.length] ?? from);
  }
  const sharedArea = polygonArea(shared);
  const union = a.width * a.height + b.width * b.height - sharedArea;
  return union > 0 ? sharedArea / union : 0;
}

/** The part of a polygon to the right of the way from → to, which is inside for clockwise corners. */
function clipBySide(polygon: readonly Point[], from: Point, to: Point): readonly Point[] {
  const inside = ([x, y]: Point): number =>
    (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    const [here, there] = [inside(point), inside(next)];
    const kept: Point[] = here >= 0 ? [point] : [];
    if (here >= 0 !== there >= 0) {
      const part = here / (here - there);
      kept.push([point[0] + part * (next[0] - point[0]), point[1] + part * (next[1] - point[1])]);
    }
    return kept;
  });
}

/** The area of a polygon whose corners go clockwise as seen on screen. */
function polygonArea(polygon: readonly Point[]): number {
  return (
    polygon.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = polygon[(index + 1) % polygon.length] ?? [x, y];
      return sum + x * nextY - nextX * y;
    }, 0) / 2
  );
}
