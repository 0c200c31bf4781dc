import type { CpuTensor } from "#shared";
import { areProbabilities, bestClass, logistic } from "./best-class.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/** One output's numbers by cell and value. */
type Values = (cell: number, value: number) => number;

/**
 * Distances to the four sides of a box as distributions over bins, in strides, and a score of each class:
 * NanoDet (https://github.com/RangiLyu/nanodet; centres in the middle of cells, of NanoDet-Plus at their
 * corner) and heads of YOLOv8 as they leave the last convolution. The distance is the mean of the
 * distribution: Li et al., "Generalized Focal Loss", arXiv 2006.04388. Levels whose scores and distances
 * are one output have the one behind the other; several levels may share an output, one after the other.
 */
export const decodeNanodet: BoxDecoder<"nanodet"> = (
  outputs,
  { levels, classes, bins, planes, distancesFirst, offset },
  { width, height },
  minScore,
) => {
  const found: FoundBox[] = [];
  const sides = 4 * bins;
  const started = new Map<string, number>();
  for (const { scores: scoreName, distances: distanceName, stride } of levels) {
    const [columns, rows] = [Math.ceil(width / stride), Math.ceil(height / stride)];
    const cells = columns * rows;
    const joined = scoreName === distanceName;
    const scores = outputNamed(outputs, scoreName);
    const distances = outputNamed(outputs, distanceName);
    const start = started.get(scoreName) ?? 0;
    started.set(scoreName, start + cells);
    const scoreOf = reader(scores, joined ? classes + sides : classes, start, cells, planes);
    const distanceOf = reader(distances, joined ? classes + sides : sides, start, cells, planes);
    const [scoresAt, distancesAt] = joined ? (distancesFirst ? [sides, 0] : [0, classes]) : [0, 0];
    const isLogit = !areSure(scoreOf, cells, scoresAt, classes);
    for (let cell = 0; cell < cells; cell += 1) {
      const [classId, highest] = bestClass((value) => scoreOf(cell, scoresAt + value), classes);
      const score = isLogit ? logistic(highest) : highest;
      if (!(score >= minScore)) continue;
      const [left = 0, top = 0, right = 0, bottom = 0] = [0, 1, 2, 3].map(
        (side) =>
          stride * meanBin((bin) => distanceOf(cell, distancesAt + side * bins + bin), bins),
      );
      const x = ((cell % columns) + offset) * stride;
      const y = (Math.floor(cell / columns) + offset) * stride;
      found.push({
        classId,
        score: Math.min(1, score),
        box: [x - left, y - top, left + right, top + bottom],
      });
    }
  }
  return found;
};

function reader(
  { data, name, shape }: CpuTensor,
  values: number,
  start: number,
  cells: number,
  planes: boolean,
): Values {
  if (data.length < (start + cells) * values || (planes && data.length !== cells * values)) {
    misfit(name, `[${shape}] has not ${values} values for ${start + cells} cells`);
  }
  if (planes) return (cell, value) => data[value * cells + cell] ?? 0;
  return (cell, value) => data[(start + cell) * values + value] ?? 0;
}

function areSure(of: Values, cells: number, first: number, classes: number): boolean {
  const all = new Float32Array(cells * classes);
  for (let cell = 0; cell < cells; cell += 1) {
    for (let value = 0; value < classes; value += 1) {
      all[cell * classes + value] = of(cell, first + value);
    }
  }
  return areProbabilities(all);
}

/** The mean of a distribution over 0, 1, 2 … that is given by its logits. */
function meanBin(logit: (bin: number) => number, bins: number): number {
  let most = logit(0);
  for (let bin = 1; bin < bins; bin += 1) most = Math.max(most, logit(bin));
  let sum = 0;
  let weighed = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const part = Math.exp(logit(bin) - most);
    sum += part;
    weighed += part * bin;
  }
  return weighed / sum;
}
