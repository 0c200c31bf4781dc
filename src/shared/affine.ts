import type { Placement, Size } from "./geometry.ts";

/** A map of the plane: `x' = a·x + c·y + e`, `y' = b·x + d·y + f` (the order of a canvas transform). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** A rectangle of the source frame, turned about its centre. All in source pixels and radians. */
export interface Region {
  readonly centerX: number;
  readonly centerY: number;
  readonly width: number;
  readonly height: number;
  /** Clockwise as seen on screen (y down); 0 is upright. */
  readonly rotation: number;
}

/** Where a point comes to lie. */
export function mapPoint(map: Affine, x: number, y: number): readonly [x: number, y: number] {
  return [map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f];
}

/** The map that undoes another; maps that flatten the plane have none and give NaN. */
export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * d - b * c;
  return {
    a: d / determinant,
    b: -b / determinant,
    c: -c / determinant,
    d: a / determinant,
    e: (c * f - d * e) / determinant,
    f: (b * e - a * f) / determinant,
  };
}

/** A placement as a map in the same direction. */
export function affineOf({ scaleX, scaleY, offsetX, offsetY }: Placement): Affine {
  return { a: scaleX, b: 0, c: 0, d: scaleY, e: offsetX, f: offsetY };
}

/** Source pixels → a grid of `to` pixels that the region fills edge to edge. */
export function placeRegion(region: Region, to: Size): Affine {
  const cos = Math.cos(region.rotation);
  const sin = Math.sin(region.rotation);
  const scaleX = to.width / region.width;
  const scaleY = to.height / region.height;
  const a = scaleX * cos;
  const c = scaleX * sin;
  const b = -scaleY * sin;
  const d = scaleY * cos;
  return {
    a,
    b,
    c,
    d,
    e: to.width / 2 - a * region.centerX - c * region.centerY,
    f: to.height / 2 - b * region.centerX - d * region.centerY,
  };
}
