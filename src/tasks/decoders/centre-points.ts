import type { CpuTensor } from "#shared";
import type { FoundBox } from "./found-box.ts";

/** What a centre-point network answers for one picture. */
export interface CentrePointMaps {
  /** Heat map `[1, H, W, C]`, after the sigmoid: how surely a thing of class C has its centre there, 0 … 1. */
  readonly heat: CpuTensor;
  /** `[1, H, W, 4]`: how far left, up, right and down of the centre the box reaches, in input pixels. */
  readonly reach: CpuTensor;
  /** Model-input pixels per cell. */
  readonly stride: number;
}

/** A cell of the heat map that stands out, by its row-major index. */
interface Peak {
  readonly index: number;
  readonly score: number;
}

/**
 * Decodes centre points to boxes in model-input pixels, best first, at most `limit` of them.
 * A centre is a cell that no cell of its class among its eight neighbours exceeds; that replaces
 * non-maximum suppression within a neighbourhood (Zhou et al., "Objects as Points", arXiv 1904.07850,
 * section 4). The reach to four sides, instead of a width and a height, follows TTFNet (Liu et al.,
 * arXiv 1909.00700).
 * @param minScore cells below it are passed over, 0 … 1
 */
export function decodeCentrePoints(
  { heat, reach, stride }: CentrePointMaps,
  minScore: number,
  limit = 100,
): FoundBox[] {
  const [, height = 0, width = 0, classes = 0] = heat.shape;
  const sides = reach.data;
  return findPeaks(heat.data, height, width, classes, minScore)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .map(({ index, score }) => {
      const cell = Math.floor(index / classes);
      const side = cell * 4;
      const [left = 0, up = 0, right = 0, down = 0] = sides.subarray(side, side + 4);
      const x = (cell % width) * stride;
      const y = Math.floor(cell / width) * stride;
      return { classId: index % classes, score, box: [x - left, y - up, left + right, up + down] };
    });
}

function findPeaks(
  heat: ArrayLike<number>,
  height: number,
  width: number,
  classes: number,
  minScore: number,
): Peak[] {
  const peaks: Peak[] = [];
  const cells = height * width * classes;
  // Over a million values a frame, nearly all of them tiny: eight are passed over at a time.
  for (let start = 0; start < cells; start += eight) {
    if (areAllBelow(heat, start, minScore)) continue;
    const end = Math.min(start + eight, cells);
    for (let index = start; index < end; index += 1) {
      const score = heat[index] ?? 0;
      if (score < minScore || !standsOut(heat, index, height, width, classes)) continue;
      peaks.push({ index, score });
    }
  }
  return peaks;
}

const eight = 8;

/** Whether eight values are below a score; no value, beyond the end, is not. Written out: a loop takes twice as long. */
function areAllBelow(heat: ArrayLike<number>, start: number, minScore: number): boolean {
  return (
    (heat[start] as number) < minScore &&
    (heat[start + 1] as number) < minScore &&
    (heat[start + 2] as number) < minScore &&
    (heat[start + 3] as number) < minScore &&
    (heat[start + 4] as number) < minScore &&
    (heat[start + 5] as number) < minScore &&
    (heat[start + 6] as number) < minScore &&
    (heat[start + 7] as number) < minScore
  );
}

/** Whether no neighbour of a cell has more heat of its class. */
function standsOut(
  heat: ArrayLike<number>,
  index: number,
  height: number,
  width: number,
  classes: number,
): boolean {
  const row = width * classes;
  const score = heat[index] ?? 0;
  const x = Math.floor(index / classes) % width;
  const fromX = x > 0 ? -classes : 0;
  const toX = x < width - 1 ? classes : 0;
  const fromY = index >= row ? -row : 0;
  const toY = index + row < height * row ? row : 0;
  for (let y = fromY; y <= toY; y += row) {
    for (let step = fromX; step <= toX; step += classes) {
      if (!((heat[index + y + step] ?? 0) <= score)) return false;
    }
  }
  return true;
}
