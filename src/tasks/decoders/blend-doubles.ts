import { type Box, overlap } from "#shared";
import type { Point, PointedBox } from "./anchor-boxes.ts";
import { byScore } from "./found-box.ts";

/**
 * Replaces boxes that overlap the best one by more than `maxOverlap` (intersection over union, 0 … 1),
 * together with it, by their mean, weighted by score; the score stays that of the best. Unlike plain
 * suppression it does not jump from anchor to anchor between frames, which is why its authors use it
 * for video (Bazarevsky et al., "BlazeFace", arXiv 1907.05047, section 3.4). Best score first.
 */
export function blendDoubles(found: readonly PointedBox[], maxOverlap: number): PointedBox[] {
  const blended: PointedBox[] = [];
  let rest = [...found].sort(byScore);
  for (let best = rest[0]; best; best = rest[0]) {
    const { box } = best;
    const apart = (other: PointedBox): boolean => overlap(other.box, box) <= maxOverlap;
    blended.push(blend(best, [best, ...rest.slice(1).filter((other) => !apart(other))]));
    rest = rest.slice(1).filter(apart);
  }
  return blended;
}

function blend(best: PointedBox, doubles: readonly PointedBox[]): PointedBox {
  const total = doubles.reduce((sum, { score }) => sum + score, 0);
  const mean = (value: (of: PointedBox) => number): number =>
    doubles.reduce((sum, one) => sum + value(one) * one.score, 0) / total;
  const side = (index: 0 | 1 | 2 | 3): number => mean(({ box }) => box[index]);
  const box: Box = [side(0), side(1), side(2), side(3)];
  const points = best.points.map(
    (own, index): Point => [
      mean(({ points }) => (points[index] ?? own)[0]),
      mean(({ points }) => (points[index] ?? own)[1]),
    ],
  );
  return { ...best, box, points };
}
