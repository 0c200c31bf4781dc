import { AppError, type Box, type CpuTensor, mapPoint, type Region } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { type AnchorMaps, decodeAnchorBoxes, type Point } from "../decoders/anchor-boxes.ts";
import { anchorCentres } from "../decoders/anchors.ts";
import { blendDoubles } from "../decoders/blend-doubles.ts";

/** A face as the finder sees it, in source pixels. */
export interface FoundFace {
  /** 0 … 1. */
  readonly score: number;
  /** Of a square from the brows to the chin, turned with the face. */
  readonly centre: Point;
  readonly side: number;
  /** Clockwise as seen on screen, in radians; 0 is upright. */
  readonly rotation: number;
}

/** MediaPipe's overlap of boxes that are one face. */
const doubleOverlap = 0.3;
const centresOf = new Map<number, Float32Array>();

/** 896 anchors: 16 × 16 cells of 2, then 8 × 8 cells of 6, whatever the size of the square input. */
function anchorsOf(side: number): Float32Array {
  const known = centresOf.get(side);
  if (known) return known;
  const centres = anchorCentres(side, side, [
    { stride: side / 16, anchorsPerCell: 2 },
    { stride: side / 8, anchorsPerCell: 6 },
  ]);
  centresOf.set(side, centres);
  return centres;
}

/**
 * Finds faces in a frame, or in a region of it, with BlazeFace (Bazarevsky et al., arXiv 1907.05047): MediaPipe's
 * network of 256 px, which answers for its two layers apart, or that of 128 px, which answers for both at once.
 * @param minScore 0 … 1, both excluded
 * @returns best first
 */
export async function findFaces(
  finder: RunnerModel,
  frame: RunnerFrame,
  minScore: number,
  region?: Region,
): Promise<FoundFace[]> {
  const { input } = finder.card;
  const { tensor, toSource } = await frame.fit(input, region);
  const layers = layersOf(await finder.run(tensor));
  const scale = Math.hypot(toSource.a, toSource.b);
  const centres = anchorsOf(input.width);
  return blendDoubles(decodeAnchorBoxes(layers, centres, minScore), doubleOverlap).map(
    ({ score, box: [x, y, width, height], points }) => ({
      score,
      centre: mapPoint(toSource, x + width / 2, y + height / 2),
      side: scale * Math.max(width, height),
      rotation: eyeLine(points.map(([px, py]) => mapPoint(toSource, px, py))),
    }),
  );
}

/**
 * Scores and boxes of each layer, which the card names in the same order.
 * @throws AppError `internal` where the model is no face finder: hidden faces must not show for it
 */
function layersOf(outputs: readonly CpuTensor[]): AnchorMaps[] {
  const boxes = outputs.filter(({ shape }) => shape.at(-1) === 16);
  const scores = outputs.filter(({ shape }) => shape.at(-1) === 1);
  if (scores.length === 0 || scores.length !== boxes.length) {
    const shapes = outputs.map(({ shape }) => shape.join("×")).join(", ");
    throw new AppError("internal", { reason: `the face finder answers ${shapes}` });
  }
  return scores.flatMap((of, layer) => {
    const its = boxes[layer];
    return its ? [{ scores: of, boxes: its }] : [];
  });
}

/** The first two points are the eyes, the one at the left of the picture first. */
function eyeLine([one, other]: readonly Point[]): number {
  return one && other ? Math.atan2(other[1] - one[1], other[0] - one[0]) : 0;
}

/** The box of a found face, its turn left out, in source pixels. */
export function boxOf({ centre: [x, y], side }: Pick<FoundFace, "centre" | "side">): Box {
  return [x - side / 2, y - side / 2, side, side];
}
