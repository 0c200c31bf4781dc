import { boxFrom, unitOf } from "./box-corners.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * Finished boxes with their labels and scores in outputs of their own: two corners, x first. RT-DETR with
 * its own end (Zhao et al., arXiv 2304.08069), torchvision's detectors, the SSDs of the ONNX model zoo,
 * and MMDeploy, whose boxes have the score as a fifth number.
 */
export const decodeSortedBoxes: BoxDecoder<"sorted-boxes"> = (
  outputs,
  { boxes: boxName, scores: scoreName, labels: labelName, normalised, firstClass },
  input,
  minScore,
) => {
  const boxes = outputNamed(outputs, boxName, 0).data;
  const labels = outputNamed(outputs, labelName, 0).data;
  const scores = scoreName === null ? null : outputNamed(outputs, scoreName, 0).data;
  const values = scores ? 4 : 5;
  const count = boxes.length / values;
  if (!Number.isInteger(count) || labels.length < count || (scores?.length ?? count) < count) {
    misfit(boxName, `${boxes.length} numbers are no boxes of ${labels.length} labels`);
  }
  const found: FoundBox[] = [];
  const corners = scores ? boxes : boxes.filter((_, at) => at % values < 4);
  const unit = unitOf(normalised, corners, input);
  for (let index = 0; index < count; index += 1) {
    const score = scores?.[index] ?? boxes[index * values + 4] ?? 0;
    const classId = Math.round(labels[index] ?? -1) - firstClass;
    if (!(score >= minScore) || classId < 0) continue;
    const box = boxFrom(corners.subarray(index * 4, index * 4 + 4), "xyxy", unit);
    found.push({ classId, score: Math.min(1, score), box });
  }
  return found;
};
