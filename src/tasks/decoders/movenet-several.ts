import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { bodyPoints, type FoundPose } from "./found-pose.ts";
import { outputNamed } from "./output-named.ts";

/** y, x and score of each point; y, x, y, x of the box; its score. */
const values = bodyPoints * 3 + 5;

/**
 * MoveNet for several people, `[1, people, 56]`: places are parts of the input's height and width
 * (https://www.tensorflow.org/hub/tutorials/movenet).
 * @param minScore bodies below it are passed over, 0 … 1
 * @throws AppError `bad-card` where the output is too short
 */
export function decodeMovenetSeveral(
  outputs: readonly CpuTensor[],
  { output, people }: DecoderParameters["movenet"],
  { width, height }: Size,
  minScore: number,
): readonly FoundPose[] {
  const { data } = outputNamed(outputs, output, people * values);
  return Array.from({ length: people }, (_, person): FoundPose => {
    const at = (value: number): number => data[person * values + value] ?? 0;
    const [top, left, bottom, right] = [51, 52, 53, 54].map(at) as [number, number, number, number];
    return {
      score: Math.min(1, at(55)),
      box: [left * width, top * height, (right - left) * width, (bottom - top) * height],
      points: Array.from({ length: bodyPoints }, (_, point) => ({
        y: at(point * 3) * height,
        x: at(point * 3 + 1) * width,
        score: Math.min(1, Math.max(0, at(point * 3 + 2))),
      })),
    };
  })
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score);
}
