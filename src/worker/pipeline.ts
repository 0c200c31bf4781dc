import type { AttachedSource, SetOptions } from "#protocol";
import { AppError } from "#shared";
import { composesFrames, type FrameInfo, type OptionsOf, type TaskId, taskById } from "#tasks";
import type { FrameStats } from "./frame-stats.ts";
import { type Frame, type FrameFeed, openFrames } from "./frames.ts";
import { createHold } from "./hold.ts";
import { nextTask } from "./next-task.ts";
import type { Shown, ShownImage } from "./overlay.ts";
import { createPace, type Pace } from "./pace.ts";
import type { ResultEvents } from "./result-events.ts";
import type { TaskSession } from "./task-session.ts";

/** What a pipeline tells its surroundings. */
export interface PipelineParts {
  readonly stats: FrameStats;
  readonly results: ResultEvents;
  /** Draws a result, or clears; from then on the picture given before is closed, if it is another. */
  show(shown: Shown | null): void;
  /** Told of each live frame once it is shown, its image still open; the next frame waits for the answer. */
  onFrame?(shown: Shown, frame: Frame): Promise<void> | undefined;
  /** A copy of what a frame shows, for a task that shows the frame itself: it stays when the frame is closed. */
  copyPicture(frame: Frame): Promise<ShownImage>;
  onSourceEnded(reason: string): void;
  /** A live run failed; its session is not used again. */
  onFailed(error: unknown): void;
}

/** From frames to overlays and results. */
export interface Pipeline {
  /** Uses a session from now on, or none. Does not dispose of the one before. */
  use(session: TaskSession | null): void;
  /** Runs the session on a source, from the start or from what another worker told of it last. */
  attachSource(source: AttachedSource): void;
  detachSource(): void;
  setOptions(options: SetOptions): Promise<void>;
  setFrozen(frozen: boolean): void;
  /** Waits for the frame that is being worked on, and lets none begin until `goOn`, or `limitMs` later. */
  hold(limitMs: number): Promise<void>;
  goOn(): void;
  /** Lets at most so many frames begin in a second; null lets each. */
  setPace: Pace["set"];
  /** What stands on the overlay, if it is of the frame that was run last. */
  shown(): Shown | undefined;
  /** Whether frames keep coming and are run. */
  isLive(): boolean;
}

/** Makes a pipeline with no source and no session. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { stats, results, show } = parts;
  const chosen = new Map<TaskId, OptionsOf<TaskId>>();
  let session: TaskSession | null = null;
  let feed: FrameFeed | undefined;
  let frozen = false;
  const hold = createHold();
  const pace = createPace();
  /** What is on the overlay, if it is of the frame that the session ran last. */
  let shownLast: Shown | undefined;
  /** The frame of that, as the session was given it. */
  let ranLast: FrameInfo | undefined;
  /** How many sources were taken away. */
  let detached = 0;

  const settleFlow = (): void => feed?.setIdle(frozen || !session);

  const optionsOf = (task: TaskId): OptionsOf<TaskId> => {
    const options = chosen.get(task) ?? taskById(task)?.options;
    if (!options) throw new AppError("internal", { reason: `no task ${task}` });
    return options;
  };

  /**
   * [Note: No frame is prepared ahead] A frame is taken when the one before is shown, and not prepared beside
   * it. Engines on wasm compute on this very thread (theirs wait for it and work with it), so while one runs
   * nothing else does: frames are captured and converted by the browser's own threads meanwhile, and the
   * newest of them is taken. On a GPU the most that could be won is the time of preparing (0.5 ms beside
   * 5.6 ms of a person mask on two cores; not measured on a GPU), and each frame would be older by a whole
   * run when it is shown.
   */
  async function pump(from: FrameFeed): Promise<void> {
    for (;;) {
      // Before a frame is taken, not after: the one that is taken then is the newest.
      await pace.passed();
      await hold.passed();
      const frame = await from.next();
      if (!frame) return;
      if (hold.holds()) {
        // It began while a frame was awaited: this one waits, too, and its source may be gone by then.
        await hold.passed();
        if (feed !== from) {
          stats.counts.dropped++;
          frame.close();
          return;
        }
      }
      try {
        await hold.during(() => runLive(frame));
      } finally {
        frame.close();
      }
      await nextTask();
    }
  }

  async function runLive(frame: Frame): Promise<void> {
    const active = session;
    const before = detached;
    /** Whether its session or its source was taken away while it ran; one that ended by itself was not. */
    const isGone = (): boolean => session !== active || detached !== before;
    if (!active || frozen) {
      stats.counts.dropped++;
      return;
    }
    pace.begin();
    const startedAtMs = performance.now();
    const { size, timestampMs, capturedAtMs } = frame;
    try {
      const info = { width: size.width, height: size.height, timestampMs };
      const { result, times } = await active.run(frame.image, info, optionsOf(active.task), "live");
      if (isGone()) return;
      const drawStartMs = performance.now();
      const composes = (): boolean => composesFrames(active.task, optionsOf(active.task));
      const picture = composes() ? await parts.copyPicture(frame) : undefined;
      if (isGone()) {
        picture?.close();
        return;
      }
      stats.counts.processed++;
      // The newest options decide how it is shown: faces hidden a moment ago must not be seen once more.
      const options = optionsOf(active.task);
      const isShown = picture !== undefined && composes();
      shownLast = { result, options, ...(isShown && { picture }) };
      ranLast = info;
      show(shownLast);
      if (!isShown) picture?.close();
      const drawnAtMs = performance.now();
      stats.add({ capturedAtMs, startedAtMs, drawnAtMs }, times, drawnAtMs - drawStartMs);
      results.offer(result);
      await parts.onFrame?.(shownLast, frame);
    } catch (error) {
      if (session !== active) return;
      session = null;
      settleFlow();
      parts.onFailed(error);
    }
  }

  function detach(): void {
    detached += 1;
    feed?.close();
    feed = undefined;
    results.cancel();
    session?.restart();
    if (shownLast?.picture) show(null);
    shownLast = undefined;
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
      pace.restart();
      session?.restart(source.before);
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
      if (active?.task !== task || !shownLast || !ranLast || (feed && !frozen)) return;
      // At once, before anything is asked again: what may no longer be seen is not seen for that long.
      if (composesFrames(task, options)) {
        shownLast = { ...shownLast, options };
        show(shownLast);
      }
      const wanted = shownLast;
      const result = await active.again(options, ranLast);
      if (shownLast !== wanted) return;
      if (result) {
        shownLast = { ...wanted, result, options };
        show(shownLast);
        results.offer(result);
      }
      // What was seen of a live frame cannot be asked again: it is shown as far as the options allow.
    },
    setFrozen(value) {
      frozen = value;
      settleFlow();
    },
    hold: hold.begin,
    goOn: hold.end,
    setPace: pace.set,
    shown: () => shownLast,
    isLive: () => feed !== undefined && session !== null && !frozen,
  };
}
