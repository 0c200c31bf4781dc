import type { Box, CpuTensor } from "#shared";
import type { FoundBox } from "./found-box.ts";

/** A point as x and y. */
export type Point = readonly [x: number, y: number];

/** A found box with the points that the network saw in it. */
export interface PointedBox extends FoundBox {
  readonly points: readonly Point[];
}

/** What a network with anchors answers on one of its layers. */
export interface AnchorMaps {
  /** `[1, N, 1]`: one logit for each anchor. */
  readonly scores: CpuTensor;
  /** `[1, N, 4 + 2 · points]`: centre, size and points in model-input pixels, centre and points from the anchor. */
  readonly boxes: CpuTensor;
}

/**
 * Decodes the answers on all layers, in the order of their anchors, to boxes in model-input pixels, in
 * no order, doubles not suppressed. The score is the logistic function of the logit.
 * @param centres the anchors' centres, as of `anchorCentres`
 * @param minScore anchors below it are passed over, 0 … 1 (both excluded)
 */
export function decodeAnchorBoxes(
  layers: readonly AnchorMaps[],
  centres: Float32Array,
  minScore: number,
): PointedBox[] {
  const found: PointedBox[] = [];
  // Compared before the logistic function: nearly all of the anchors see nothing.
  const minLogit = Math.log(minScore / (1 - minScore));
  let first = 0;
  for (const { scores, boxes } of layers) {
    const values = boxes.shape.at(-1) ?? 4;
    for (const [anchor, logit] of scores.data.entries()) {
      if (!(logit >= minLogit)) continue;
      const x = centres[(first + anchor) * 2] ?? 0;
      const y = centres[(first + anchor) * 2 + 1] ?? 0;
      const answer = boxes.data.subarray(anchor * values, (anchor + 1) * values);
      const [dx = 0, dy = 0, width = 0, height = 0] = answer;
      const box: Box = [x + dx - width / 2, y + dy - height / 2, width, height];
      const points: Point[] = [];
      for (let value = 4; value + 1 < values; value += 2) {
        points.push([x + (answer[value] ?? 0), y + (answer[value + 1] ?? 0)]);
      }
      found.push({ classId: 0, score: 1 / (1 + Math.exp(-logit)), box, points });
    }
    first += scores.data.length;
  }
  return found;
}
