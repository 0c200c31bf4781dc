import type { RunVideo, VideoProgress, VideoSummary } from "#protocol";
import { AppError } from "#shared";
import type { TaskSession } from "../task-session.ts";
import { framesOfVideo } from "./frames-of-video.ts";
import { type OpenedVideo, withVideo } from "./open-video.ts";
import { createVideoUpdates } from "./video-updates.ts";

/** Gives the session of a task that is loaded. @throws AppError `internal` when another one is, or none */
export type SessionFor = (task: RunVideo["options"]["task"]) => TaskSession;

/**
 * Runs the loaded task over every `everyNth` frame of a video, in live mode and by the frames' own times,
 * as fast as this device can.
 * @throws AppError `video-refused`, `engine-failed`; the platform's `AbortError`
 */
export async function runVideo(
  { file, name, options: { task, options }, everyNth, updates: port }: RunVideo,
  sessionFor: SessionFor,
  signal: AbortSignal,
): Promise<VideoSummary> {
  const updates = createVideoUpdates(port);
  const startMs = performance.now();
  try {
    if (!Number.isInteger(everyNth) || everyNth < 1) {
      throw new AppError("internal", { reason: `every ${everyNth}th frame cannot be taken` });
    }
    return await withVideo({ file, name }, async (video) => {
      const meter = progressOf(video, everyNth);
      // The tracks of what ran before are not those of this video.
      sessionFor(task).restart();
      for await (const { image, info } of framesOfVideo(video, everyNth, signal)) {
        const { result } = await sessionFor(task).run(image, info, options, "live");
        updates.add(meter.next(info.timestampMs), [info.timestampMs, result]);
      }
      sessionFor(task).restart();
      if (video.truncated) throw video.refuse("truncated");
      const { framesDone } = meter.progress();
      return { facts: video.facts, framesDone, tookMs: performance.now() - startMs };
    });
  } finally {
    updates.end();
  }
}

/** Counts the frames of a run. */
export interface ProgressMeter {
  next(mediaMs: number): VideoProgress;
  progress(): VideoProgress;
}

/** A meter for every `everyNth` frame of a video. */
export function progressOf({ facts }: Pick<OpenedVideo, "facts">, everyNth: number): ProgressMeter {
  let progress: VideoProgress = {
    framesDone: 0,
    framesTotal: Math.ceil(facts.frames / everyNth),
    mediaMs: 0,
    durationMs: facts.durationMs,
  };
  return {
    next(mediaMs) {
      progress = { ...progress, framesDone: progress.framesDone + 1, mediaMs };
      return progress;
    },
    progress: () => progress,
  };
}
