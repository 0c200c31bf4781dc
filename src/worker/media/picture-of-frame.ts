import type { VideoFrameAt, VideoFramePicture } from "#protocol";
import type { FrameImage } from "../preprocess/preprocess.ts";
import { drawAnnotated } from "./draw-annotated.ts";
import { frameAt } from "./frames-of-video.ts";
import { canvasOf } from "./make-still.ts";
import { withVideo } from "./open-video.ts";
import type { SessionFor } from "./run-video.ts";

/**
 * One frame of a video as a picture, bare or with what was found in it.
 * @throws AppError `video-refused`; the platform's `AbortError`
 */
export function pictureOfFrame(
  { file, name, timeMs, annotate, longestSide }: VideoFrameAt,
  sessionFor: SessionFor,
  signal: AbortSignal,
): Promise<VideoFramePicture> {
  return withVideo({ file, name }, async (video) => {
    const found = await frameAt(video, timeMs);
    if (!found) throw video.refuse("damaged");
    const { image } = found;
    try {
      signal.throwIfAborted();
      const { width, height } = video.facts;
      const scale = Math.min(
        1,
        (longestSide ?? Number.POSITIVE_INFINITY) / Math.max(width, height),
      );
      const context = canvasOf({
        width: Math.max(1, Math.round(width * scale)),
        height: Math.max(1, Math.round(height * scale)),
      });
      if (annotate) {
        const { task, options } = annotate.options;
        const info = { width, height, timestampMs: found.timeMs };
        const result =
          annotate.result ?? (await sessionFor(task).run(image, info, options, "still")).result;
        await drawAnnotated(context, { image, result, options });
      } else {
        drawBare(context, image);
      }
      return { bitmap: context.canvas.transferToImageBitmap(), timeMs: found.timeMs };
    } finally {
      image.close();
    }
  });
}

function drawBare(context: OffscreenCanvasRenderingContext2D, image: FrameImage): void {
  context.drawImage(image, 0, 0, context.canvas.width, context.canvas.height);
}
