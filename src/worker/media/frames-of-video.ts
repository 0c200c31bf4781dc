import { type VideoSample, VideoSampleSink } from "mediabunny";
import type { FrameInfo } from "#tasks";
import { nextTask } from "../next-task.ts";
import type { FrameImage } from "../preprocess/preprocess.ts";
import { canvasOf } from "./make-still.ts";
import type { OpenedVideo } from "./open-video.ts";

/** A decoded frame of a video, as it is shown (turned, square pixels). Valid until the next is asked for. */
export interface DecodedFrame {
  readonly image: FrameImage;
  /** Its moment is counted from the start of the video. */
  readonly info: FrameInfo;
  readonly durationMs: number;
}

/**
 * Decodes every `everyNth` frame in the order of time. One frame is handed out at a time, and closed when
 * the next is asked for or the loop is left; the decoder runs a few frames ahead.
 * @throws the platform's `AbortError`, and what the decoder throws
 */
export async function* framesOfVideo(
  { picture }: OpenedVideo,
  everyNth: number,
  signal: AbortSignal,
): AsyncGenerator<DecodedFrame, void> {
  let index = 0;
  for await (const sample of new VideoSampleSink(picture).samples()) {
    try {
      signal.throwIfAborted();
      if (index++ % everyNth !== 0) continue;
      const image = imageOf(sample);
      try {
        const info = { ...sizeOf(image), timestampMs: sample.timestamp * 1000 };
        yield { image, info, durationMs: sample.duration * 1000 };
      } finally {
        image.close();
      }
    } finally {
      sample.close();
    }
    // A wasm engine computes synchronously: heartbeats and an abort get their turn between frames.
    await nextTask();
  }
  signal.throwIfAborted();
}

/** The frame that is shown at a moment, or the first one before it; its caller closes the image. */
export async function frameAt(
  { picture }: OpenedVideo,
  timeMs: number,
): Promise<{ readonly image: FrameImage; readonly timeMs: number } | undefined> {
  const sink = new VideoSampleSink(picture);
  const firstSeconds = await picture.getFirstTimestamp();
  const sample = await sink.getSample(Math.max(timeMs / 1000, firstSeconds));
  if (!sample) return undefined;
  const image = imageOf(sample);
  const found = { image, timeMs: sample.timestamp * 1000 };
  sample.close();
  return found;
}

function sizeOf(image: FrameImage): { readonly width: number; readonly height: number } {
  return "displayWidth" in image
    ? { width: image.displayWidth, height: image.displayHeight }
    : { width: image.width, height: image.height };
}

/** The decoder hands frames as they lie in the file; phones film upright by writing "turn it". */
function imageOf(sample: VideoSample): FrameImage {
  if (sample.rotation === 0 && !sample.flip) return sample.toVideoFrame();
  const { displayWidth: width, displayHeight: height } = sample;
  const context = canvasOf({ width, height });
  sample.draw(context, 0, 0, width, height);
  return context.canvas.transferToImageBitmap();
}
