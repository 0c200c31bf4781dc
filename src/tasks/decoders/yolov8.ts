import type { BoxDecoder } from "./box-decoder.ts";
import { uprightBox } from "./turned-box.ts";
import { readYoloRows } from "./yolo-rows.ts";

/**
 * Boxes of the YOLO family, as `readYoloRows` reads them; what follows the classes (key points, masks) is
 * passed over, and of a turned box the upright one around it is given.
 */
export const decodeYolov8: BoxDecoder<"yolov8"> = (outputs, parameters, input, minScore) => {
  const { keyPoints, masks, oriented, endToEnd } = parameters;
  const extra = endToEnd ? 0 : 3 * keyPoints + (masks?.coefficients ?? 0) + (oriented ? 1 : 0);
  const head = { ...parameters, extra, centred: !endToEnd };
  return readYoloRows(outputs, head, input, minScore).map((row) => {
    const { classId, score } = row;
    const angle = oriented ? (row.extra[extra - 1] ?? 0) : 0;
    return { classId, score, box: uprightBox(row.box, angle) };
  });
};
