import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { outputNamed } from "./output-named.ts";

/**
 * Graphs that end in `TFLite_Detection_PostProcess` and the like: `[1, N, 4]` top, left, bottom, right as
 * parts of the input's sides, `[1, N]` class numbers, `[1, N]` scores and, where there is one, a count of
 * the rows that are meant. The graph has suppressed doubles itself.
 */
export const decodeSsdPostprocessed: BoxDecoder<"ssd-postprocessed"> = (
  outputs,
  { boxes, classIds, scores, count, firstClass },
  { width, height },
  minScore,
) => {
  const sure = outputNamed(outputs, scores).data;
  const corners = outputNamed(outputs, boxes, sure.length * 4).data;
  const classes = outputNamed(outputs, classIds, sure.length).data;
  const stated = count === null ? sure.length : outputNamed(outputs, count).data[0];
  const rows = Math.min(sure.length, Math.max(0, Math.round(stated ?? 0)));
  const found: FoundBox[] = [];
  for (let row = 0; row < rows; row += 1) {
    const score = sure[row] ?? 0;
    const classId = Math.round(classes[row] ?? 0) - firstClass;
    if (!(score >= minScore) || classId < 0) continue;
    const [top = 0, left = 0, bottom = 0, right = 0] = corners.subarray(row * 4, row * 4 + 4);
    found.push({
      classId,
      score: Math.min(1, score),
      box: [left * width, top * height, (right - left) * width, (bottom - top) * height],
    });
  }
  return found;
};
