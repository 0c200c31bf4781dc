import { AppError } from "#shared";
import type { FrameInfo, SegmentResult } from "#tasks";
import type { TaskRun, TaskRunner } from "#tasks/runner";
import { openPicture } from "./own-picture.ts";
import { personMask, steadyMask } from "./person-mask.ts";

/** Longer gaps between frames than this begin a new mask. */
const gapMs = 1_000;

/** Finds the people of a frame; in live mode the edge of their mask is steadied. */
export const runner = {
  begin(models, mode): TaskRun<"segment"> {
    const { person } = models;
    if (!person) throw new AppError("internal", { reason: "segment needs the model person" });
    let shown: Float32Array | undefined;
    let last: FrameInfo | undefined;
    return {
      async run(frame, options): Promise<SegmentResult> {
        // Here and not while drawing, which cannot wait.
        if (options.background === "picture") await openPicture(options.picture);
        const { width, height, timestampMs } = frame.info;
        const { tensor } = await frame.fit(person.card.input);
        const [output] = await person.run(tensor);
        // [1, rows, columns, 1]
        const [, rows = 0, columns = 0] = output?.shape ?? [];
        if (!output || output.data.length !== rows * columns || rows === 0) {
          throw new AppError("internal", { reason: "the mask has another shape than its card's" });
        }
        const elapsedMs = timestampMs - (last?.timestampMs ?? timestampMs);
        const follows =
          last?.width === width && last.height === height && elapsedMs >= 0 && elapsedMs < gapMs;
        if (shown && follows) steadyMask(shown, output.data, elapsedMs);
        // Copied: the model's answer is only valid until its next run.
        else shown = Float32Array.from(output.data);
        if (mode === "live") last = frame.info;
        return {
          task: "segment",
          frame: { width, height, timestampMs },
          mask: personMask(shown, columns, rows),
        };
      },
    };
  },
} satisfies TaskRunner<"segment">;
