import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { bodyPoints, type FoundPoint } from "./found-pose.ts";
import { misfit, outputNamed } from "./output-named.ts";

type Parameters = DecoderParameters["heat-maps"];

/**
 * One body from a map of each point, `[1, 17, H, W]` or `[1, H, W, 17]`: a point is where its map is
 * highest, a quarter of a cell nearer to the higher neighbour (Xiao et al., "Simple Baselines", arXiv
 * 1804.06208; Sun et al., "HRNet", arXiv 1902.09212). With `offsets`, `[1, H, W, 34]` of all y and then
 * all x in input pixels, cells reach from edge to edge and the offset there is added (Papandreou et al.,
 * "PersonLab", arXiv 1803.08225, as PoseNet is exported).
 * @returns all 17 in model-input pixels
 * @throws AppError `bad-card` where the outputs have another shape
 */
export function decodeHeatMaps(
  outputs: readonly CpuTensor[],
  { output: name, offsets, layout, scores }: Parameters,
  input: Size,
): readonly FoundPoint[] {
  const { data, shape } = outputNamed(outputs, name);
  const [height = 0, width = 0] = layout === "NCHW" ? shape.slice(-2) : shape.slice(-3, -1);
  const cells = width * height;
  if (cells === 0 || data.length !== cells * bodyPoints) {
    misfit(name, `[${shape}] has not ${bodyPoints} maps`);
  }
  const moved = offsets === null ? null : outputNamed(outputs, offsets, cells * bodyPoints * 2);
  const [step, plane] = layout === "NHWC" ? [bodyPoints, 1] : [1, cells];
  return Array.from({ length: bodyPoints }, (_, point): FoundPoint => {
    const at = (cell: number): number => data[cell * step + point * plane] ?? 0;
    let best = 0;
    for (let cell = 1; cell < cells; cell += 1) if (at(cell) > at(best)) best = cell;
    const [column, row] = [best % width, Math.floor(best / width)];
    const high = at(best);
    const score = scores === "logits" ? 1 / (1 + Math.exp(-high)) : high;
    const sure = Math.min(1, Math.max(0, score));
    if (moved) {
      const [stepOf, planeOf] = layout === "NHWC" ? [2 * bodyPoints, 1] : [1, cells];
      const offset = (of: number): number => moved.data[best * stepOf + of * planeOf] ?? 0;
      return {
        x: (column / Math.max(1, width - 1)) * input.width + offset(bodyPoints + point),
        y: (row / Math.max(1, height - 1)) * input.height + offset(point),
        score: sure,
      };
    }
    const inside = column > 0 && column < width - 1 && row > 0 && row < height - 1;
    const nudge = (by: number): number =>
      inside ? 0.25 * Math.sign(at(best + by) - at(best - by)) : 0;
    return {
      x: ((column + nudge(1) + 0.5) / width) * input.width,
      y: ((row + nudge(width) + 0.5) / height) * input.height,
      score: sure,
    };
  });
}
