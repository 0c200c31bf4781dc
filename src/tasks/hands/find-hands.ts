import { AppError, mapPoint, type Region } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { decodeAnchorBoxes, type PointedBox } from "../decoders/anchor-boxes.ts";
import { anchorCentres } from "../decoders/anchors.ts";
import { blendDoubles } from "../decoders/blend-doubles.ts";
import { cropOfPalm } from "./palm-crop.ts";

/** A hand as the finder sees it. */
export interface FoundHand {
  /** 0 … 1. */
  readonly score: number;
  /** The turned square, in source pixels, in which the whole hand stands upright. */
  readonly crop: Region;
}

/** Palms that overlap more than this are one: as in MediaPipe's graph. */
const doubleOverlap = 0.3;
/**
 * 2016 anchors of one size: 24 × 24 cells of 2, then 12 × 12 cells of 6. MediaPipe's graph counts four
 * layers of 2 with the strides 8, 16, 16 and 16, of which those of one stride lie in one grid.
 */
const centres = anchorCentres(192, 192, [
  { stride: 8, anchorsPerCell: 2 },
  { stride: 16, anchorsPerCell: 6 },
]);

/**
 * Finds hands in a whole frame by their palms (Zhang et al., "MediaPipe Hands", arXiv 2006.10214, section
 * 2.1), which are rigid and nearly square where hands are not. Anchors, scores, boxes and points are read
 * as in MediaPipe's graph `modules/palm_detection/palm_detection_cpu.pbtxt`. Best score first.
 * @param minScore 0 … 1, both excluded
 */
export async function findHands(
  finder: RunnerModel,
  frame: RunnerFrame,
  minScore: number,
): Promise<readonly FoundHand[]> {
  const { tensor, toSource } = await frame.fit(finder.card.input);
  const [boxes, scores] = await finder.run(tensor);
  if (!boxes || !scores) {
    throw new AppError("internal", { reason: "the palm finder has two outputs" });
  }
  const palms = decodeAnchorBoxes([{ boxes, scores }], centres, minScore);
  return blendDoubles(palms, doubleOverlap).map((palm) => ({
    score: palm.score,
    crop: cropOfPalm(inSource(palm)),
  }));

  function inSource({ box: [x, y, width, height], points, ...rest }: PointedBox): PointedBox {
    const [left, top] = mapPoint(toSource, x, y);
    const [right, bottom] = mapPoint(toSource, x + width, y + height);
    return {
      ...rest,
      box: [left, top, right - left, bottom - top],
      points: points.map(([px, py]) => mapPoint(toSource, px, py)),
    };
  }
}
