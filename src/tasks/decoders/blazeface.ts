import { decodeAnchorBoxes } from "./anchor-boxes.ts";
import { type AnchorLayer, anchorCentres } from "./anchors.ts";
import type { BoxDecoder } from "./box-decoder.ts";
import { misfit, outputNamed } from "./output-named.ts";

/** The anchors of MediaPipe's face finders, by how many there are; strides as parts of the side. */
const layouts: Readonly<Record<number, readonly { parts: number; anchorsPerCell: number }[]>> = {
  // Short range and back camera.
  896: [
    { parts: 16, anchorsPerCell: 2 },
    { parts: 8, anchorsPerCell: 6 },
  ],
  // Full range.
  2304: [{ parts: 48, anchorsPerCell: 1 }],
};

/**
 * BlazeFace (Bazarevsky et al., arXiv 1907.05047) as MediaPipe writes it: logits and boxes in input pixels
 * from the anchors, in one pair of outputs or in one for each layer.
 */
export const decodeBlazeface: BoxDecoder<"blazeface"> = (
  outputs,
  { levels, side },
  _input,
  minScore,
) => {
  const anchors = levels.reduce((sum, level) => sum + level.anchors, 0);
  const layout = layouts[anchors];
  if (!layout)
    misfit(levels[0]?.boxes ?? "boxes", `no face finder is known with ${anchors} anchors`);
  const layers: readonly AnchorLayer[] = layout.map(({ parts, anchorsPerCell }) => ({
    stride: side / parts,
    anchorsPerCell,
  }));
  const maps = levels.map(({ scores, boxes, anchors: count }) => ({
    scores: outputNamed(outputs, scores, count),
    boxes: outputNamed(outputs, boxes, count * 4),
  }));
  return decodeAnchorBoxes(maps, anchorCentres(side, side, layers), minScore);
};
