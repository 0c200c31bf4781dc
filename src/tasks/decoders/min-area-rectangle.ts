import type { Region } from "#shared";
import type { Point } from "./bitmap-components.ts";

/**
 * The smallest rectangle, turned as it may be, around a convex polygon given clockwise as seen on screen
 * (as `convexHull` gives it). One of its sides lies along one of the polygon's; its `rotation` is that
 * side's, brought to −π/4 … π/4. Rotating calipers: Toussaint, "Solving geometric problems with the
 * rotating calipers", 1983.
 */
export function minAreaRectangle(hull: readonly Point[]): Region {
  const count = hull.length;
  const at = (index: number): Point => hull[index % count] ?? [0, 0];
  if (count < 3) return rectangleAlong(at(0), at(count - 1));

  let best: Region | undefined;
  // The corners furthest along the side, across it and back along it only ever move on as the side turns.
  let [ahead, across, behind] = [1, 1, 1];
  for (let side = 0; side < count; side += 1) {
    const from = at(side);
    const [ux, uy] = direction(from, at(side + 1));
    const along = ([x, y]: Point): number => (x - from[0]) * ux + (y - from[1]) * uy;
    const away = ([x, y]: Point): number => (y - from[1]) * ux - (x - from[0]) * uy;
    ahead = Math.max(ahead, side + 1);
    while (along(at(ahead + 1)) > along(at(ahead))) ahead += 1;
    across = Math.max(across, ahead);
    while (away(at(across + 1)) > away(at(across))) across += 1;
    behind = Math.max(behind, across);
    while (along(at(behind + 1)) < along(at(behind))) behind += 1;

    const [start, end, height] = [along(at(behind)), along(at(ahead)), away(at(across))];
    const width = end - start;
    if (best && width * height >= best.width * best.height) continue;
    const middle = (start + end) / 2;
    best = upright({
      centerX: from[0] + middle * ux - (height / 2) * uy,
      centerY: from[1] + middle * uy + (height / 2) * ux,
      width,
      height,
      rotation: Math.atan2(uy, ux),
    });
  }
  return best ?? rectangleAlong(at(0), at(0));
}

/** The four corners of a turned rectangle, clockwise from its own top left. */
export function cornersOf(region: Region): readonly [Point, Point, Point, Point] {
  const { centerX, centerY, rotation } = region;
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const corner = (x: number, y: number): Point => [
    centerX + (x * region.width * cos - y * region.height * sin) / 2,
    centerY + (x * region.width * sin + y * region.height * cos) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function rectangleAlong(a: Point, b: Point): Region {
  return upright({
    centerX: (a[0] + b[0]) / 2,
    centerY: (a[1] + b[1]) / 2,
    width: Math.hypot(b[0] - a[0], b[1] - a[1]),
    height: 0,
    rotation: Math.atan2(b[1] - a[1], b[0] - a[0]),
  });
}

/** The same rectangle with its top side the one that is nearest to level. */
function upright(region: Region): Region {
  const quarters = Math.round(region.rotation / (Math.PI / 2));
  const rotation = region.rotation - quarters * (Math.PI / 2);
  if (quarters % 2 === 0) return { ...region, rotation };
  return { ...region, width: region.height, height: region.width, rotation };
}

function direction(from: Point, to: Point): Point {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(x, y);
  return [x / length, y / length];
}
