import { AppError } from "#shared";
import type { FrameInfo, SegmentResult } from "#tasks";
import type { RunnerModel, TaskRun, TaskRunner } from "#tasks/runner";
import { type FindMask, findOnGpu } from "./find-on-gpu.ts";
import { openPicture } from "./own-picture.ts";
import { personMask, steadyMask } from "./person-mask.ts";
import { readMask } from "./read-mask.ts";

/** Longer gaps between frames than this begin a new mask. */
const gapMs = 1_000;

/**
 * Finds the people of a frame, or whatever classes its model knows; in live mode the edge of a mask of
 * people is steadied.
 */
export const runner = {
  begin(models, mode): TaskRun<"segment"> {
    const { person } = models;
    if (!person) throw new AppError("internal", { reason: "segment needs the model person" });
    const find = findOnGpu(person) ?? findOnCpu(person);
    let last: FrameInfo | undefined;
    return {
      async run(frame, options): Promise<SegmentResult> {
        // Here and not while drawing, which cannot wait.
        if (options.background === "picture") await openPicture(options.picture);
        const { width, height, timestampMs } = frame.info;
        const elapsedMs = timestampMs - (last?.timestampMs ?? timestampMs);
        const follows =
          last?.width === width && last.height === height && elapsedMs >= 0 && elapsedMs < gapMs;
        const found = await find(frame, follows ? elapsedMs : undefined);
        if (mode === "live") last = frame.info;
        return { task: "segment", frame: { width, height, timestampMs }, ...found };
      },
    };
  },
} satisfies TaskRunner<"segment">;

function findOnCpu(person: RunnerModel): FindMask {
  let shown: Float32Array | undefined;
  return async (frame, elapsedMs) => {
    const { tensor, toSource } = await frame.fit(person.card.input);
    const answer = readMask(person.card, await person.run(tensor), toSource, frame.info);
    const { values, width, height, classes, instances } = answer;
    if (shown && elapsedMs !== undefined && !classes) steadyMask(shown, values, elapsedMs);
    // Copied: the model's answer is only valid until its next run.
    else shown = Float32Array.from(values);
    return {
      mask: personMask(shown, width, height),
      ...(classes && { classes }),
      ...(instances && { instances }),
    };
  };
}
