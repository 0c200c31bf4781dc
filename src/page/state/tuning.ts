import type { LoadRequest, SessionReport } from "#protocol";
import { AppError, isAbort } from "#shared";
import { type AppState, type AppStore, isLive, phaseOf } from "./app-state.ts";
import { modelNow } from "./brought-cards.ts";
import { pageClock } from "./clock.ts";
import type { Offline } from "./offline.ts";
import type { Supervisor } from "./supervisor-parts.ts";
import { openWorkerLink } from "./worker-link.ts";

/** Where the tuner stands. */
export type TuningState =
  | { readonly at: "idle" }
  | { readonly at: "measuring"; readonly done: number; readonly total: number };

/** When the tuner works, and when it does not. */
export interface Tuning {
  /** A session is ready: what is faster comes behind its first frames, and after a while it is measured. */
  onReady(session: SessionReport): void;
  /** The worker of the frames was lost: what is being measured may be why. */
  onLost(): void;
  /** The person asks: measures now what can be measured, and fetches what is missing for it. */
  measureNow(): void;
  cancel(): void;
  /** The most that `measureNow` downloads, in bytes; null where nothing runs that could be asked. */
  missingBytes(): Promise<number | null>;
}

/** What it needs of the app. */
export interface TuningParts {
  readonly store: AppStore;
  readonly supervisor: Pick<Supervisor, "call" | "refused">;
  readonly offline: Pick<Offline, "keepFiles">;
  /** Another session answers the frames from now on. */
  onTaken(session: SessionReport): void;
  /** Whether it begins by itself: not where the person chose the engine, or wants it quiet. */
  readonly byItself: boolean;
}

/** So long a session runs before anything else uses the device. */
const steadyMs = 10_000;
const lookAgainMs = 5_000;
/** Measuring that costs so many workers of the frames is not gone on with. */
const mostLosses = 2;

/**
 * Connects the tuner with the app.
 *
 * [Note: When the tuner works] By itself it measures only what is stored whole, which moves no byte; not
 * before ten seconds of steady running, not before the app is kept for offline use, and not beside a
 * recording, a queue of files or a hidden page. What is not stored is fetched when the person asks. What a
 * session says is faster is fetched without measuring, once, behind its first frames.
 */
export function createTuning(parts: TuningParts): Tuning {
  const { store, supervisor, offline, byItself } = parts;
  const { getState: get, setState: set } = store;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  /**
   * While it fetches, whatever happens to the frames' worker is not of its doing; while it swaps, a picture that
   * is made to stand comes first.
   */
  let step: "fetching" | "swapping" | undefined;
  /** The person asked, and has not been answered yet: what interrupts it, a new worker, say, does not end it. */
  let asked = false;
  /** How often the frames' worker was lost beside it since it was asked, or since this page was opened. */
  let losses = 0;
  let waitsForResult: (() => void) | undefined;

  const request = (): LoadRequest => {
    const { task, allowed, doubted } = get();
    const model = modelNow(get(), task);
    return {
      ...{ task, allowed, refused: supervisor.refused() },
      ...(model !== undefined && { model }),
      ...(doubted && { doubted: [doubted] }),
    };
  };
  const isQuiet = (): boolean => {
    const state = get();
    return state.model.at === "ready" && !isBusy(state) && document.visibilityState === "visible";
  };
  /** A picture that stands stays with the session that looked at it, which answers at once what is chosen for it. */
  const standsStill = (): boolean => get().frozen || !isLive(get());

  const take = (session: SessionReport | null): void => {
    const { model } = get();
    if (session && model.at === "ready" && model.session.task === session.task) {
      set({ model: { at: "ready", session } });
      parts.onTaken(session);
    }
  };
  /** Whether it came to its end, well or not; false where something else wanted the device. */
  const guarded = async (work: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const { task } = get();
    const unsubscribe = store.subscribe(() => {
      if (get().task !== task) asked = false;
      const isStill = step === "swapping" && standsStill();
      if (get().task !== task || !isQuiet() || isStill) mine.abort();
    });
    const onHidden = (): void => {
      if (!isQuiet()) mine.abort();
    };
    document.addEventListener("visibilitychange", onHidden);
    try {
      await work(mine.signal);
      return true;
    } catch (error) {
      // A lost worker is being replaced; the tuner comes again with the next session.
      if (isAbort(error) || AppError.is(error, "worker-lost")) return false;
      asked = false;
      if (!(error instanceof AppError)) throw error;
      return true;
    } finally {
      unsubscribe();
      document.removeEventListener("visibilitychange", onHidden);
      if (running === mine) {
        running = undefined;
        set({ tuning: { at: "idle" } });
      }
    }
  };
  const measure = async (): Promise<void> => {
    await guarded(async (signal) => {
      if (asked) set({ tuning: { at: "measuring", done: 0, total: 0 } });
      const { tune } = await import("./tune.ts");
      signal.throwIfAborted();
      const session = await tune(
        { request: request(), asked, signal },
        {
          openLink: openWorkerLink,
          clock: pageClock,
          call: supervisor.call,
          mayReplace: () => !standsStill(),
          isLive: () => phaseOf(get()) === "running" && isLive(get()),
          keepEngine: (engine, addresses) => void offline.keepFiles(engine, addresses),
          onProgress(done, total) {
            if (total > 0) set({ tuning: { at: "measuring", done, total } });
          },
        },
      );
      take(session);
      asked = false;
    });
    if (asked && !running) plan(lookAgainMs);
  };
  const plan = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { frozen, offlineReady, governor } = get();
      if (!asked && !byItself) return;
      // What a hot device measures is true of nothing else.
      const isSpared = governor.framesPerSecond !== null;
      const mayBegin = asked || (!frozen && offlineReady && !isSpared);
      if (running || !isQuiet() || !mayBegin) plan(lookAgainMs);
      else void measure();
    }, delayMs);
  };
  /** Behind the first frames, never in front of them; and again where something else came in between. */
  const bringFaster = (): void => {
    waitsForResult?.();
    waitsForResult = store.subscribe(() => {
      const { result, model } = get();
      const mayBegin = result !== null && !standsStill() && isQuiet() && !running;
      if (model.at === "ready" && !mayBegin) return;
      waitsForResult?.();
      waitsForResult = undefined;
      if (model.at === "ready") void bring();
    });
  };
  const bring = async (): Promise<void> => {
    const isDone = await guarded(async (signal) => {
      try {
        step = "fetching";
        await supervisor.call("fetchFastest", request(), { signal });
        step = "swapping";
        if (standsStill()) throw new DOMException("The picture stands.", "AbortError");
        take(await supervisor.call("bringFastest", request(), { signal }));
      } finally {
        step = undefined;
      }
    });
    const { model } = get();
    if (!isDone && model.at === "ready" && model.session.fasterKnown) bringFaster();
  };

  return {
    onReady(session) {
      if (asked) plan(lookAgainMs);
      else if (byItself && losses === 0) plan(steadyMs);
      if (session.fasterKnown) bringFaster();
    },
    onLost() {
      if (!running) return;
      if (step !== "fetching") losses += 1;
      if (losses >= mostLosses) asked = false;
      running.abort(new AppError("worker-lost", { reason: "crashed", restarts: losses }));
    },
    measureNow() {
      clearTimeout(timer);
      losses = 0;
      asked = true;
      void measure();
    },
    cancel() {
      asked = false;
      running?.abort();
    },
    async missingBytes() {
      if (get().model.at !== "ready") return null;
      const { missingBytes } = await import("./missing-bytes.ts");
      try {
        return missingBytes(await supervisor.call("planTuning", request()));
      } catch (error) {
        if (isAbort(error) || error instanceof AppError) return null;
        throw error;
      }
    },
  };
}

/** A benchmark, a recording or files in the queue want the whole device. */
function isBusy({ recorder, queue, benchmarking }: AppState): boolean {
  const recording = recorder?.store.getState().recording.at;
  return (
    benchmarking ||
    (recording !== undefined && recording !== "off") ||
    queue.items.some(({ outcome }) => outcome.at === "waiting" || outcome.at === "running")
  );
}
