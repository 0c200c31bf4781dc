import type { Region } from "#shared";
import { bitmapComponents, type Point } from "./bitmap-components.ts";
import { convexHull } from "./convex-hull.ts";
import { cornersOf, minAreaRectangle } from "./min-area-rectangle.ts";

/** Where a line of text is: a turned rectangle whose width runs along the line, in reading direction. */
export interface TextRegion {
  readonly region: Region;
  /** Mean probability of text within, 0 … 1. */
  readonly score: number;
}

/** What makes pixels text, and text a line. */
export interface TextRegionLimits {
  /** Probability from which a pixel belongs to the core of a line. */
  readonly pixel: number;
  /** Least mean probability within a line's core. */
  readonly score: number;
  /** How far cores are widened: area × ratio ÷ perimeter on every side. */
  readonly unclipRatio: number;
  /** Least height of a core, in pixels of the map. */
  readonly minSide: number;
}

/** The limits with which PP-OCR's finder is published. */
export const ppocrLimits: TextRegionLimits = {
  pixel: 0.3,
  score: 0.6,
  unclipRatio: 1.5,
  minSide: 3,
};

/**
 * Lines of text in a probability map, `[height, width]` row-major, 0 … 1; in pixels of the map. Liao et
 * al., "Real-time Scene Text Detection with Differentiable Binarization", 2020: the map shows cores
 * shrunk by a Vatti offset, which is undone here. A rectangle offset with round corners has as its
 * smallest rectangle the same one with every side moved out, so no polygon clipping is needed.
 */
export function textRegions(
  map: Float32Array,
  width: number,
  height: number,
  limits: TextRegionLimits = ppocrLimits,
): readonly TextRegion[] {
  return bitmapComponents(map, width, height, limits.pixel).flatMap(({ ends }) => {
    const centres = minAreaRectangle(convexHull(ends));
    // Pixels reach half of their size beyond their centres; what holds them wholly, where it is turned,
    // also holds pixels of the ground, so the score is taken within the centres.
    const core = { ...centres, width: centres.width + 1, height: centres.height + 1 };
    if (Math.min(core.width, core.height) < limits.minSide) return [];
    const score = meanWithin(map, width, height, centres);
    if (score < limits.score) return [];
    return [{ region: alongText(unclip(core, limits.unclipRatio)), score }];
  });
}

/** A rectangle with all sides moved out by `area × ratio ÷ perimeter`. */
export function unclip(core: Region, ratio: number): Region {
  const distance = (core.width * core.height * ratio) / (2 * (core.width + core.height));
  return { ...core, width: core.width + 2 * distance, height: core.height + 2 * distance };
}

/** From this ratio of sides on, a rectangle is taken to hold a line along its longer side. */
const lineRatio = 1.5;
/** A line that rises more steeply than this is read downwards, as the spines of books are. */
const steepest = (80 / 180) * Math.PI;

/**
 * A rectangle with its width along the text in it: the longer side where one is, read from left to right,
 * or downwards where it stands. `rotation` is the reading direction.
 */
export function alongText(region: Region): Region {
  if (region.height < lineRatio * region.width) return region;
  const { width, height, rotation } = region;
  const turned = rotation > 0 ? rotation - Math.PI / 2 : rotation + Math.PI / 2;
  const reading = turned < -steepest ? turned + Math.PI : turned;
  return { ...region, width: height, height: width, rotation: reading };
}

/** Mean of the map over the pixels whose centres lie within a rectangle; 0 where there are none. */
export function meanWithin(
  map: Float32Array,
  width: number,
  height: number,
  region: Region,
): number {
  const corners = cornersOf(region);
  const ys = corners.map(([, y]) => y);
  const top = Math.max(0, firstCentre(Math.min(...ys)));
  const bottom = Math.min(height - 1, lastCentre(Math.max(...ys)));
  let sum = 0;
  let count = 0;
  for (let row = top; row <= bottom; row += 1) {
    const [left, right] = spanAt(corners, row + 0.5);
    const from = Math.max(0, firstCentre(left));
    const to = Math.min(width - 1, lastCentre(right));
    for (let x = from; x <= to; x += 1) sum += map[row * width + x] as number;
    count += Math.max(0, to - from + 1);
  }
  return count === 0 ? 0 : sum / count;
}

// Sides that run through centres, as those of a core do, keep them whatever rounding did.
const touch = 1e-6;

function firstCentre(from: number): number {
  return Math.ceil(from - 0.5 - touch);
}

function lastCentre(to: number): number {
  return Math.floor(to - 0.5 + touch);
}

/** Where a level line at `y` enters and leaves a convex polygon; an empty span where it misses. */
function spanAt(polygon: readonly Point[], y: number): readonly [left: number, right: number] {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [x1, y1];
    if (Math.min(y1, y2) > y + touch || Math.max(y1, y2) < y - touch) continue;
    const level = Math.abs(y1 - y2) < touch;
    const part = level ? 0 : Math.min(1, Math.max(0, (y - y1) / (y2 - y1)));
    const x = x1 + part * (x2 - x1);
    left = Math.min(left, x, level ? x2 : x);
    right = Math.max(right, x, level ? x2 : x);
  }
  return [left, right];
}
