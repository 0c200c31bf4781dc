import type { CpuTensor, DecoderParameters, Size } from "#shared";
import { bodyPoints, type FoundPose } from "./found-pose.ts";
import { suppress } from "./suppress.ts";
import { readYoloRows } from "./yolo-rows.ts";

/** Bodies stand closer together than things do. */
const doubleOverlap = 0.65;

/**
 * Bodies of the YOLO family (Maji et al., "YOLO-Pose", arXiv 2204.06806;
 * https://docs.ultralytics.com/tasks/pose): a box as of things, and behind its classes x and y of each
 * point, with how surely it is seen where there are three numbers. Best first, doubles suppressed.
 * @param minScore bodies below it are passed over, 0 … 1
 * @throws AppError `bad-card` where the output is not what the parameters say
 */
export function decodeYoloPose(
  outputs: readonly CpuTensor[],
  parameters: DecoderParameters["yolo-pose"],
  input: Size,
  minScore: number,
): readonly FoundPose[] {
  const { numbers, endToEnd } = parameters;
  const extra = bodyPoints * numbers;
  const head = { ...parameters, objectness: false, extra, centred: !endToEnd };
  const rows = readYoloRows(outputs, head, input, minScore).filter(({ box }) =>
    box.every(Number.isFinite),
  );
  return suppress(rows, doubleOverlap).map((row) => ({
    score: row.score,
    box: row.box,
    points: Array.from({ length: bodyPoints }, (_, point) => {
      const at = (value: number): number => row.extra[point * numbers + value] ?? 0;
      return {
        x: at(0) * row.unit.width,
        y: at(1) * row.unit.height,
        score: numbers === 3 ? Math.min(1, Math.max(0, at(2))) : row.score,
      };
    }),
  }));
}
