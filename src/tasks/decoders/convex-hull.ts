import type { Point } from "./bitmap-components.ts";

/**
 * The convex hull of points, clockwise as seen on screen (y down), without points along its edges.
 * Fewer than three corners come back where all points lie on one line. Monotone chain: Andrew,
 * "Another efficient algorithm for convex hulls in two dimensions", 1979.
 */
export function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const upper = chain(sorted);
  const lower = chain(sorted.reverse());
  // Each chain ends where the other begins.
  const hull = [...upper.slice(0, -1), ...lower.slice(0, -1)];
  return hull.length === 0 ? sorted.slice(0, 1) : hull;
}

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    for (;;) {
      const [before, last] = [kept.at(-2), kept.at(-1)];
      if (!last || !before) {
        // The same point twice is one corner.
        if (last && last[0] === point[0] && last[1] === point[1]) kept.pop();
        break;
      }
      if (turn(before, last, point) > 0) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

/** Above 0 where the way a → b → c turns clockwise as seen on screen. */
function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
