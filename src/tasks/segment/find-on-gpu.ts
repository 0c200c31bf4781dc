import { AppError } from "#shared";
import type { SegmentResult } from "#tasks";
import type { GpuModel, RunnerFrame, RunnerModel } from "#tasks/runner";
import { createGpuMasks, type GpuMasks } from "./gpu-masks.ts";

/** Finds the mask of a frame, `elapsedMs` after the one before; undefined where none went before. */
export type FindMask = (
  frame: RunnerFrame,
  elapsedMs: number | undefined,
) => Promise<Pick<SegmentResult, "mask" | "classes" | "instances">>;

/** The bytes of live masks are read this often: results reach people no oftener. */
const readEveryMs = 100;

/** The masks of a model's frames stay with it: every run goes on where they lie. */
const masksOf = new WeakMap<GpuModel, GpuMasks>();

/**
 * Finds masks that stay on the GPU until they are drawn; only the part that people cover comes back from
 * each frame. Undefined where the model is not there, or its answer needs more than is done there.
 */
export function findOnGpu({ card, gpu }: RunnerModel): FindMask | undefined {
  if (!gpu || card.decoder) return undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  return async (frame, elapsedMs) => {
    const { timestampMs } = frame.info;
    const { tensor } = await frame.fit(card.input);
    const [output] = await gpu.run(tensor);
    const [, rows = 0, columns = 0, depth = 0] = output?.shape ?? [];
    if (!output || rows * columns === 0 || depth !== 1) {
      throw new AppError("internal", { reason: "the mask has another shape than its card's" });
    }
    const masks = masksOf.get(gpu) ?? createGpuMasks(gpu, columns, rows);
    masksOf.set(gpu, masks);
    const reads = elapsedMs === undefined || timestampMs - readAtMs >= readEveryMs;
    if (reads) readAtMs = timestampMs;
    return { mask: await masks.take(output.buffer, elapsedMs, reads) };
  };
}
