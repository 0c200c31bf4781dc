import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { bodyPoints, type FoundPoint } from "./found-pose.ts";
import { misfit, outputNamed } from "./output-named.ts";

/**
 * One body from a row of each point along each axis: `[1, 17, W · k]` and `[1, 17, H · k]`, bins finer
 * than pixels. A point is where its rows are highest, and as sure as the lower of the two (Li et al.,
 * "SimCC", arXiv 2107.03332; Jiang et al., "RTMPose", arXiv 2303.07399).
 * @returns all 17 in model-input pixels
 * @throws AppError `bad-card` where the outputs have another shape
 */
export function decodeSimcc(
  outputs: readonly CpuTensor[],
  { x: nameX, y: nameY }: DecoderParameters["simcc"],
  input: Size,
): readonly FoundPoint[] {
  const alongX = highest(outputNamed(outputs, nameX));
  const alongY = highest(outputNamed(outputs, nameY));
  return alongX.map(({ part, value }, point) => {
    const other = alongY[point];
    return {
      x: part * input.width,
      y: (other?.part ?? 0) * input.height,
      score: Math.min(1, Math.max(0, Math.min(value, other?.value ?? 0))),
    };
  });
}

/** Where each row of a tensor is highest, as a part of its length, and how high. */
function highest({
  data,
  name,
  shape,
}: CpuTensor): readonly { readonly part: number; readonly value: number }[] {
  const bins = shape.at(-1) ?? 0;
  if (bins === 0 || data.length !== bins * bodyPoints) {
    misfit(name, `[${shape}] has not ${bodyPoints} rows`);
  }
  return Array.from({ length: bodyPoints }, (_, point) => {
    const row = data.subarray(point * bins, (point + 1) * bins);
    let best = 0;
    for (const [bin, value] of row.entries()) if (value > (row[best] ?? 0)) best = bin;
    return { part: best / bins, value: row[best] ?? 0 };
  });
}
