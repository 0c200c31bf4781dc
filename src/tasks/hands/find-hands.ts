import { AppError, type Box, mapPoint } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { byScore, type FoundBox } from "../decoders/found-box.ts";
import { suppress } from "../decoders/suppress.ts";

/** A hand as the finder sees it, in source pixels. */
export interface FoundHand {
  /** 0 … 1. */
  readonly score: number;
  readonly box: Box;
}

/** The classes that are hands: open, closed, pinching, pointing. The others are faces and single fingertips. */
const handClasses = [1, 2, 3, 4] as const;
/** Boxes of one hand overlap more than this. */
const doubleOverlap = 0.3;

/**
 * Looks for hands in a whole frame: a single-shot network with eight classes of which the first is the
 * background (Dibia, "Handtrack", 2017; Liu et al., "SSD", arXiv 1512.02325). It sees hands in many
 * things, so what it finds is to be confirmed. Best score first.
 */
export async function findHands(
  finder: RunnerModel,
  frame: RunnerFrame,
  minScore: number,
): Promise<readonly FoundHand[]> {
  const { input } = finder.card;
  const { tensor, toSource } = await frame.fit(input);
  const [scores, boxes] = await finder.run(tensor);
  if (!scores || !boxes) {
    throw new AppError("internal", { reason: "the hand finder has two outputs" });
  }
  const classes = scores.shape.at(-1) ?? 1;
  const found: FoundBox[] = [];
  for (let anchor = 0; anchor * classes < scores.data.length; anchor += 1) {
    const score = Math.max(...handClasses.map((one) => scores.data[anchor * classes + one] ?? 0));
    if (!(score >= minScore)) continue;
    // Top, left, bottom, right, as parts of the input.
    const [top = 0, left = 0, bottom = 0, right = 0] = boxes.data.subarray(anchor * 4);
    const from = mapPoint(toSource, left * input.width, top * input.height);
    const to = mapPoint(toSource, right * input.width, bottom * input.height);
    const box: Box = [from[0], from[1], to[0] - from[0], to[1] - from[1]];
    if (box[2] > 0 && box[3] > 0) found.push({ classId: 0, score, box });
  }
  return suppress(found, doubleOverlap)
    .sort(byScore)
    .map(({ score, box }) => ({ score, box }));
}
