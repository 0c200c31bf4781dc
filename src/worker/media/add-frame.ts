import { VideoSample, type VideoSampleSource } from "mediabunny";
import { AppError, reasonOf } from "#shared";

/**
 * Encodes what stands on a canvas as the frame of a moment, and waits while the encoder is behind.
 * @throws AppError `recording-unsupported` when the encoder gives up
 */
export async function addFrame(
  source: VideoSampleSource,
  canvas: OffscreenCanvas,
  timestampMs: number,
  durationMs: number,
): Promise<void> {
  // Before zero a container has no place.
  const timestamp = Math.max(0, timestampMs / 1000);
  const sample = new VideoSample(canvas, { timestamp, duration: durationMs / 1000 });
  try {
    await source.add(sample);
  } catch (cause) {
    throw new AppError("recording-unsupported", { reason: reasonOf(cause) }, { cause });
  } finally {
    sample.close();
  }
}
