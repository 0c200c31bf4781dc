import type { FrameSource, SetOptions } from "#protocol";
import { AppError, reasonOf } from "#shared";
import { type OptionsOf, type TaskId, type TaskResult, taskById } from "#tasks";
import type { FrameStats } from "./frame-stats.ts";
import { type Frame, type FrameFeed, openFrames } from "./frames.ts";
import { nextTask } from "./next-task.ts";
import type { ResultEvents } from "./result-events.ts";
import type { TaskSession } from "./task-session.ts";

/** What a pipeline tells its surroundings. */
export interface PipelineParts {
  readonly stats: FrameStats;
  readonly results: ResultEvents;
  /** Draws a result, or clears. */
  show(result: TaskResult | null): void;
  onSourceEnded(reason: string): void;
  /** A live run failed; its session is not used again. */
  onFailed(error: unknown): void;
}

/** From frames to overlays and results. */
export interface Pipeline {
  /** Uses a session from now on, or none. Does not dispose of the one before. */
  use(session: TaskSession | null): void;
  attachSource(source: FrameSource): void;
  detachSource(): void;
  setOptions(options: SetOptions): Promise<void>;
  setFrozen(frozen: boolean): void;
  /** @throws AppError `picture-unreadable`, `engine-failed` */
  runPicture(file: Blob, name: string): Promise<TaskResult>;
  showResult(result: TaskResult | null): void;
}

/** Makes a pipeline with no source and no session. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { stats, results, show } = parts;
  const chosen = new Map<TaskId, OptionsOf<TaskId>>();
  let session: TaskSession | null = null;
  let feed: FrameFeed | undefined;
  let frozen = false;
  /** The result on the overlay, if it is of the frame that the session ran last. */
  let shownLast: TaskResult | undefined;

  const settleFlow = (): void => feed?.setIdle(frozen || !session);

  const optionsOf = (task: TaskId): OptionsOf<TaskId> => {
    const options = chosen.get(task) ?? taskById(task)?.options;
    if (!options) throw new AppError("internal", { reason: `no task ${task}` });
    return options;
  };

  async function pump(from: FrameFeed): Promise<void> {
    for (;;) {
      const frame = await from.next();
      if (!frame) return;
      try {
        await runLive(frame);
      } finally {
        frame.close();
      }
      await nextTask();
    }
  }

  async function runLive(frame: Frame): Promise<void> {
    const active = session;
    if (!active || frozen) {
      stats.counts.dropped++;
      return;
    }
    const startedAtMs = performance.now();
    const { size, timestampMs, capturedAtMs } = frame;
    try {
      const info = { width: size.width, height: size.height, timestampMs };
      const { result, times } = await active.run(frame.image, info, optionsOf(active.task), "live");
      if (session !== active) return;
      stats.counts.processed++;
      const drawStartMs = performance.now();
      show(result);
      const drawnAtMs = performance.now();
      stats.add({ capturedAtMs, startedAtMs, drawnAtMs }, times, drawnAtMs - drawStartMs);
      shownLast = result;
      results.offer(result);
    } catch (error) {
      if (session !== active) return;
      session = null;
      settleFlow();
      parts.onFailed(error);
    }
  }

  function detach(): void {
    feed?.close();
    feed = undefined;
    results.cancel();
    session?.restart();
  }

  return {
    use(next) {
      session = next;
      shownLast = undefined;
      results.cancel();
      stats.clear();
      settleFlow();
    },
    attachSource(source) {
      detach();
      stats.clear();
      const opened = openFrames(source, stats.counts, (reason) => {
        if (feed === opened) feed = undefined;
        parts.onSourceEnded(reason);
      });
      feed = opened;
      settleFlow();
      void pump(opened);
    },
    detachSource: detach,
    async setOptions({ task, options }) {
      chosen.set(task, options);
      const active = session;
      if (active?.task !== task || !shownLast || (feed && !frozen)) return;
      const wanted = shownLast;
      const result = await active.again(options);
      if (!result || shownLast !== wanted) return;
      shownLast = result;
      show(result);
      results.offer(result);
    },
    setFrozen(value) {
      frozen = value;
      settleFlow();
    },
    async runPicture(file, name) {
      const active = session;
      if (!active) throw new AppError("internal", { reason: "a picture before a session" });
      let picture: ImageBitmap;
      try {
        picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      } catch (cause) {
        const reason = reasonOf(cause);
        throw new AppError("picture-unreadable", { file: name, reason }, { cause });
      }
      stats.counts.captured++;
      stats.counts.open++;
      try {
        const info = { width: picture.width, height: picture.height, timestampMs: 0 };
        const { result } = await active.run(picture, info, optionsOf(active.task), "still");
        stats.counts.processed++;
        shownLast = result;
        show(result);
        return result;
      } finally {
        stats.counts.open--;
        picture.close();
      }
    },
    showResult(result) {
      shownLast = undefined;
      show(result);
    },
  };
}
