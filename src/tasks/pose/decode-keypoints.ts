import { type Affine, AppError, type CpuTensor, mapPoint, type Size } from "#shared";
import { type Keypoint, keypointNames } from "./task.ts";

/**
 * Reads MoveNet's answer, `[1, 1, 17, 3]`: y and x as parts of the input's height and width, and a score
 * (https://www.tensorflow.org/hub/tutorials/movenet).
 * @param toSource model-input pixels → source-frame pixels
 * @returns all 17 keypoints in source-frame pixels; scores clamped to 0 … 1
 * @throws AppError `internal` when the output has another size
 */
export function decodeKeypoints(
  { data, name }: CpuTensor,
  input: Size,
  toSource: Affine,
): readonly Keypoint[] {
  if (data.length !== keypointNames.length * 3) {
    throw new AppError("internal", { reason: `${name} has ${data.length} values instead of 51` });
  }
  return keypointNames.map((keypoint, index) => {
    const [partY, partX, score] = [0, 1, 2].map((at) => data[index * 3 + at] ?? 0) as [
      number,
      number,
      number,
    ];
    const [x, y] = mapPoint(toSource, partX * input.width, partY * input.height);
    return { name: keypoint, x, y, score: Math.min(1, Math.max(0, score)) };
  });
}
