import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { outputNamed } from "./output-named.ts";

/**
 * UltraFace (https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB): `[1, N, 2]` scores of
 * "no face" and "face", `[1, N, 4]` left, top, right, bottom as parts of the input's sides.
 */
export const decodeUltraface: BoxDecoder<"ultraface"> = (
  outputs,
  { boxes, scores },
  { width, height },
  minScore,
) => {
  const sure = outputNamed(outputs, scores, 2).data;
  const corners = outputNamed(outputs, boxes, sure.length * 2).data;
  const found: FoundBox[] = [];
  for (let row = 0; row * 2 < sure.length; row += 1) {
    const score = sure[row * 2 + 1] ?? 0;
    if (!(score >= minScore)) continue;
    const [left = 0, top = 0, right = 0, bottom = 0] = corners.subarray(row * 4, row * 4 + 4);
    found.push({
      classId: 0,
      score: Math.min(1, score),
      box: [left * width, top * height, (right - left) * width, (bottom - top) * height],
    });
  }
  return found;
};
