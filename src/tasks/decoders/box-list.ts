import { areProbabilities, bestClass, logistic, softmaxOf } from "./best-class.ts";
import { boxFrom, unitOf } from "./box-corners.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * Boxes whose anchors the graph has applied, and a score of each class for each of them, doubles and all:
 * `[1, N, 4]` (or `[1, N, 1, 4]`) and `[1, N, classes]`, or `[1, classes, N]` where `transposed`. YOLO-NAS
 * (https://github.com/Deci-AI/super-gradients), PP-YOLOE without its end, YOLOv4 of PyTorch, SSDs of
 * PyTorch (https://github.com/qfgaohao/pytorch-ssd), YOLOv3 of Keras. Scores outside 0 … 1 are logits.
 */
export const decodeBoxList: BoxDecoder<"box-list"> = (
  outputs,
  { boxes: boxName, scores: scoreName, classes, corners, normalised, transposed, background },
  input,
  minScore,
) => {
  const boxes = outputNamed(outputs, boxName).data;
  const scores = outputNamed(outputs, scoreName).data;
  const count = boxes.length / 4;
  if (!Number.isInteger(count) || scores.length !== count * classes) {
    misfit(scoreName, `${scores.length} scores for ${count} boxes are not ${classes} for each`);
  }
  const unit = unitOf(normalised, boxes, input);
  const sure = areProbabilities(scores);
  // Where a class is "none of them" the classes exclude each other.
  const first = background ? 1 : 0;
  const found: FoundBox[] = [];
  for (let index = 0; index < count; index += 1) {
    const of = (classId: number): number =>
      scores[transposed ? classId * count + index : index * classes + classId] ?? 0;
    const [best, highest] = bestClass((classId) => of(classId + first), classes - first);
    const logit = background ? softmaxOf(of, best + first, classes) : logistic(highest);
    const score = sure ? highest : logit;
    if (!(score >= minScore)) continue;
    const box = boxFrom(boxes.subarray(index * 4, index * 4 + 4), corners, unit);
    found.push({ classId: best + first, score: Math.min(1, score), box });
  }
  return found;
};
