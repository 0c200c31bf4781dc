import { boxFrom, unitOf } from "./box-corners.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * Finished boxes, one in each row of one output, two corners among its numbers: YOLOv7 exported end to
 * end (`[N, 7]`: picture, corners, class, score; https://github.com/WongKinYiu/yolov7) and PaddleDetection
 * (`[N, 6]`: class, score, corners; https://github.com/PaddlePaddle/PaddleDetection). Rows below zero in
 * their class stand for nothing.
 */
export const decodeBoxRows: BoxDecoder<"box-rows"> = (
  outputs,
  { output: name, values, box: first, score: scoreAt, classId: classAt, normalised },
  input,
  minScore,
) => {
  const { data, shape } = outputNamed(outputs, name, 0);
  if (data.length % values !== 0 || Math.max(first + 3, scoreAt, classAt) >= values) {
    misfit(name, `[${shape}] has no rows of ${values}`);
  }
  const rows: { readonly row: ArrayLike<number> & Iterable<number>; readonly score: number }[] = [];
  const corners: number[] = [];
  for (let at = 0; at < data.length; at += values) {
    const row = data.subarray(at, at + values);
    const score = row[scoreAt] ?? 0;
    if (!(score >= minScore) || (row[classAt] ?? -1) < 0) continue;
    rows.push({ row, score });
    corners.push(...row.subarray(first, first + 4));
  }
  const unit = unitOf(normalised, corners, input);
  return rows.map(({ row, score }, index): FoundBox => {
    const box = boxFrom(corners.slice(index * 4, index * 4 + 4), "xyxy", unit);
    return { classId: Math.round(row[classAt] ?? 0), score: Math.min(1, score), box };
  });
};
