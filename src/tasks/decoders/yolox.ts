import type { CpuTensor } from "#shared";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * YOLOX (Ge et al., arXiv 2107.08430): `[1, N, 5 + classes]` of centre, size, objectness and class scores
 * 0 … 1, one row for each cell of the grids, finest stride first, rows from the top. Centres count from
 * their cell and sizes are logarithms, both in strides; `decoded`: both are in input pixels already, as
 * YOLOv6 (Li et al., arXiv 2209.02976) has them, too.
 */
export const decodeYolox: BoxDecoder<"yolox"> = (
  outputs,
  { output: name, classes, strides, decoded: stated },
  { width, height },
  minScore,
) => {
  const row = 5 + classes;
  const { data } = outputNamed(outputs, name, row);
  const decoded = stated ?? isDecoded(data, row, width);
  const grids = strides.map((stride) => ({
    stride,
    columns: Math.floor(width / stride),
    rows: Math.floor(height / stride),
  }));
  const cells = grids.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
  const rows = data.length / row;
  if (decoded ? !Number.isInteger(rows) : rows !== cells) {
    misfit(name, `${rows} rows of ${row} instead of the ${cells} of strides ${strides}`);
  }
  const found: FoundBox[] = [];
  const take = (at: number, left: number, top: number, stride: number): void => {
    const objectness = data[at + 4] ?? 0;
    // No class can lift it above what its objectness allows: nearly all cells end here.
    if (!(objectness >= minScore)) return;
    let classId = 0;
    for (let index = 1; index < classes; index += 1) {
      if ((data[at + 5 + index] ?? 0) > (data[at + 5 + classId] ?? 0)) classId = index;
    }
    const score = objectness * (data[at + 5 + classId] ?? 0);
    if (!(score >= minScore)) return;
    const [x = 0, y = 0, wide = 0, high = 0] = data.subarray(at, at + 4);
    const boxWidth = decoded ? wide : Math.exp(wide) * stride;
    const boxHeight = decoded ? high : Math.exp(high) * stride;
    const centreX = decoded ? x : (x + left) * stride;
    const centreY = decoded ? y : (y + top) * stride;
    found.push({
      classId,
      score: Math.min(1, score),
      box: [centreX - boxWidth / 2, centreY - boxHeight / 2, boxWidth, boxHeight],
    });
  };
  if (decoded) {
    for (let at = 0; at < data.length; at += row) take(at, 0, 0, 1);
    return found;
  }
  let at = 0;
  for (const { stride, columns, rows } of grids) {
    for (let top = 0; top < rows; top += 1) {
      for (let left = 0; left < columns; left += 1, at += row) take(at, left, top, stride);
    }
  }
  return found;
};

/** Somewhere in a decoded grid a centre lies in the right half of the input; counted from a cell, none does. */
function isDecoded(data: CpuTensor["data"], row: number, width: number): boolean {
  for (let at = 0; at < data.length; at += row) if ((data[at] ?? 0) > width / 2) return true;
  return false;
}
