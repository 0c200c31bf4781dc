import type { CpuTensor } from "#shared";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";
import { priorBoxes } from "./prior-boxes.ts";

/** By how much offsets are scaled up for training: centres, then sizes. */
const scales = { centre: 10, size: 5 } as const;

/**
 * Single-shot detectors that answer with offsets from anchors (Liu et al., "SSD", arXiv 1512.02325), as
 * the TensorFlow Object Detection API writes them: `[1, N, 4]` y, x, height, width and `[1, N, classes]`
 * scores, or logits, which are told by values outside 0 … 1. The anchors are those of `priorBoxes`.
 */
export const decodeSsdAnchors: BoxDecoder<"ssd-anchors"> = (
  outputs,
  { boxes, scores, anchors, classes, background },
  { width, height },
  minScore,
) => {
  const priors = priorBoxes(width, height);
  if (priors.length !== anchors) {
    misfit(boxes, `${anchors} anchors, but an input of this size has ${priors.length}`);
  }
  const offsets = outputNamed(outputs, boxes, anchors * 4).data;
  const answers = outputNamed(outputs, scores, anchors * classes);
  const scoreOf = areLogits(answers) ? logistic : (value: number) => value;
  const first = background ? 1 : 0;
  const found: FoundBox[] = [];
  for (const [anchor, [x, y, wide, high]] of priors.entries()) {
    let classId = first;
    const at = anchor * classes;
    for (let index = first + 1; index < classes; index += 1) {
      if ((answers.data[at + index] ?? 0) > (answers.data[at + classId] ?? 0)) classId = index;
    }
    const score = scoreOf(answers.data[at + classId] ?? 0);
    if (!(score >= minScore)) continue;
    const [dy = 0, dx = 0, dh = 0, dw = 0] = offsets.subarray(anchor * 4, anchor * 4 + 4);
    const boxWidth = Math.exp(dw / scales.size) * wide * width;
    const boxHeight = Math.exp(dh / scales.size) * high * height;
    const centreX = ((dx / scales.centre) * wide + x) * width;
    const centreY = ((dy / scales.centre) * high + y) * height;
    found.push({
      classId,
      score,
      box: [centreX - boxWidth / 2, centreY - boxHeight / 2, boxWidth, boxHeight],
    });
  }
  return found;
};

function areLogits({ data }: CpuTensor): boolean {
  return data.some((value) => value < -0.001 || value > 1.001);
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
