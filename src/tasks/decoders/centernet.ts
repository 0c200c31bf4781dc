import { logistic } from "./best-class.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * CenterNet (Zhou et al., "Objects as Points", arXiv 1904.07850): a heat map for each class, and for each
 * cell the size of a box with its centre there and how far that lies from the cell's corner, both in
 * cells. A centre is a cell that none of its eight neighbours exceeds.
 */
export const decodeCenternet: BoxDecoder<"centernet"> = (
  outputs,
  { heat: heatName, size: sizeName, offset: offsetName, classes, layout, scores },
  { width, height },
  minScore,
) => {
  const { data: heat, shape } = outputNamed(outputs, heatName);
  const [rows = 0, columns = 0] = layout === "NCHW" ? shape.slice(-2) : shape.slice(-3, -1);
  const cells = rows * columns;
  if (cells === 0 || heat.length !== cells * classes) {
    misfit(heatName, `[${shape}] has not ${classes} heat maps`);
  }
  const sizes = outputNamed(outputs, sizeName, cells * 2).data;
  const offsets = offsetName === null ? null : outputNamed(outputs, offsetName, cells * 2).data;
  const heatAt = (classId: number, cell: number): number =>
    heat[layout === "NCHW" ? classId * cells + cell : cell * classes + classId] ?? 0;
  const pair = (of: ArrayLike<number>, cell: number): readonly [number, number] =>
    layout === "NCHW"
      ? [of[cell] ?? 0, of[cells + cell] ?? 0]
      : [of[cell * 2] ?? 0, of[cell * 2 + 1] ?? 0];
  const least = scores === "logits" ? Math.log(minScore / (1 - minScore)) : minScore;
  const isPeak = (classId: number, cell: number, value: number): boolean => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row += 1) {
      for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column += 1) {
        if (heatAt(classId, row * columns + column) > value) return false;
      }
    }
    return true;
  };
  const found: FoundBox[] = [];
  for (let classId = 0; classId < classes; classId += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      const value = heatAt(classId, cell);
      if (!(value >= least) || !isPeak(classId, cell, value)) continue;
      const [wide, high] = pair(sizes, cell);
      const [right, down] = offsets ? pair(offsets, cell) : [0.5, 0.5];
      const x = ((cell % columns) + right - wide / 2) / columns;
      const y = (Math.floor(cell / columns) + down - high / 2) / rows;
      found.push({
        classId,
        score: Math.min(1, scores === "logits" ? logistic(value) : value),
        box: [x * width, y * height, (wide / columns) * width, (high / rows) * height],
      });
    }
  }
  return found;
};
