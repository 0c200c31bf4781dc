import type { BoxDecoder } from "./box-decoder.ts";
import { turnedBox, uprightBox } from "./turned-box.ts";
import { readYoloRows } from "./yolo-rows.ts";

/**
 * Turned boxes of the YOLO family (https://docs.ultralytics.com/tasks/obb): centre, size and classes as of
 * the upright ones, and an angle behind them, clockwise from the box's own width; end to end, too, boxes
 * are a centre and a size.
 */
export const decodeYoloTurned: BoxDecoder<"yolo-turned"> = (
  outputs,
  parameters,
  input,
  minScore,
) => {
  const head = { ...parameters, objectness: false, extra: 1, centred: true };
  return readYoloRows(outputs, head, input, minScore).map(({ classId, score, box, extra }) => {
    const angle = extra[0] ?? 0;
    return { classId, score, box: uprightBox(box, angle), region: turnedBox(box, angle) };
  });
};
