import { bestClass, logistic, softmaxOf } from "./best-class.ts";
import { boxFrom } from "./box-corners.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * Transformers that answer with a set of boxes, none twice: `[1, N, classes]` logits and `[1, N, 4]`
 * centres and sizes as parts of the input's sides. DETR (Carion et al., arXiv 2005.12872) and YOLOS have
 * one class more, "nothing", at the end, and softmax; Deformable DETR (arXiv 2010.04159), RT-DETR (Zhao et
 * al., arXiv 2304.08069) and their kin a logistic function for each class.
 */
export const decodeDetr: BoxDecoder<"detr"> = (
  outputs,
  { boxes: boxName, logits: logitName, classes, activation },
  input,
  minScore,
) => {
  const boxes = outputNamed(outputs, boxName).data;
  const logits = outputNamed(outputs, logitName).data;
  const count = boxes.length / 4;
  const values = classes + (activation === "softmax" ? 1 : 0);
  if (!Number.isInteger(count) || logits.length !== count * values) {
    misfit(logitName, `${logits.length} logits for ${count} boxes are not ${values} for each`);
  }
  const found: FoundBox[] = [];
  for (let index = 0; index < count; index += 1) {
    const of = (classId: number): number => logits[index * values + classId] ?? 0;
    const [classId, highest] = bestClass(of, classes);
    const score = activation === "softmax" ? softmaxOf(of, classId, values) : logistic(highest);
    if (!(score >= minScore)) continue;
    const box = boxFrom(boxes.subarray(index * 4, index * 4 + 4), "cxcywh", input);
    found.push({ classId, score, box });
  }
  return found;
};
