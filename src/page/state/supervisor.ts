import type { Calls, Client, Events, FrameSource, Listeners, SessionReport } from "#protocol";
import { AppError, type Attempt, fromPlainError, isAbort } from "#shared";
import { asAppError } from "./as-app-error.ts";
import type { Clock } from "./clock.ts";
import { createHeartbeatWatch, startLimitMs } from "./heartbeat-watch.ts";
import { createLastWord } from "./last-word.ts";
import { createLosses, type Started } from "./losses.ts";
import { nextStep, nothingRuns, type Running, type Step, type Wants } from "./wants.ts";
import type { OpenLink, WorkerLink } from "./worker-link.ts";

/** A live source as it crosses, and what to transfer with it. */
export interface OpenedSource {
  readonly source: FrameSource;
  readonly transfer: Transferable[];
}

/** Why a worker was replaced. */
export type Loss = "crashed" | "hung" | "never-started";

/** What the supervisor tells. */
export interface SupervisorEvents {
  onLoading(): void;
  onProgress(progress: Events["progress"]): void;
  onReady(session: SessionReport): void;
  onResult(result: Events["result"]): void;
  onOverlay(bitmap: ImageBitmap): void;
  onSourceEnded(reason: string): void;
  /** The worker was replaced and everything wanted is being restored. */
  onRestart(reason: string): void;
  /** What is wanted cannot be had; `retry` or another wish tries again. */
  onFailed(error: AppError): void;
}

/** What the supervisor needs from outside. */
export interface SupervisorParts {
  readonly openLink: OpenLink;
  /** A canvas that was never transferred before, or null where the browser cannot. */
  readonly openCanvas: () => OffscreenCanvas | null;
  readonly clock: Clock;
  readonly events: SupervisorEvents;
}

/** Keeps a worker doing what is wanted; the worker is disposable, the wishes are not. */
export interface Supervisor {
  /** Opens the worker ahead of the first wish: its code is there when that comes. */
  prepare(): void;
  want(change: Partial<Wants<OpenedSource>>): void;
  /** Forgets failures and refused attempts, and tries again. */
  retry(): void;
  /** Any other call, on the worker at hand; rejects `worker-lost` when it dies meanwhile. */
  readonly call: Client<Calls>["call"];
  /** Whether there is a worker at hand; `call` opens one where there is none. */
  isOpen(): boolean;
  refused(): readonly Attempt[];
  /** Ends the worker for good: no later wish opens another. */
  close(): void;
}

/** More restarts than this within `restartWindowMs` and the worker is given up. */
export const restartLimit = 3;
export const restartWindowMs = 60_000;

/** Creates a supervisor; its worker is opened by the first wish for a session. */
export function createSupervisor({
  openLink,
  openCanvas,
  clock,
  events,
}: SupervisorParts): Supervisor {
  let wants: Wants<OpenedSource> = {
    load: null,
    source: null,
    view: null,
    options: null,
    frozen: false,
    pace: null,
  };
  let running: Running<OpenedSource> = nothingRuns;
  let link: WorkerLink | null = null;
  let failed = false;
  let closed = false;
  let settling: object | null = null;
  let loading: AbortController | null = null;
  let attempt: Started | null = null;
  let stopDeadline: () => void = () => {};
  const lastWord = createLastWord();
  const losses = createLosses(() => clock.now(), restartWindowMs);

  const workerLost = (reason: Loss): AppError =>
    new AppError("worker-lost", { reason, restarts: losses.restarts() });

  const drop = (error: AppError): void => {
    stopDeadline();
    watch.stop();
    link?.terminate();
    const gone = link;
    link = null;
    running = nothingRuns;
    settling = null;
    loading = null;
    attempt = null;
    gone?.client.close(error);
  };
  const fail = (error: AppError): void => {
    failed = true;
    events.onFailed(error);
  };
  const lose = (reason: Loss, words: string, cause?: AppError): void => {
    const starting = attempt;
    drop(workerLost(reason));
    const lately = losses.note(starting, words);
    if (lately > restartLimit) {
      fail(cause ?? workerLost(reason));
      return;
    }
    losses.restarted();
    events.onRestart(words);
    // The first restart is at once; a worker that keeps dying is not allowed to spin.
    clock.after((lately - 1) * 500, () => void settle());
  };
  const expire = (): void => {
    if (!attempt) return;
    const reason = `did not start within ${startLimitMs[attempt.backend] / 1000} s`;
    losses.refuse(attempt, reason);
    drop(workerLost("hung"));
    losses.restarted();
    events.onRestart(reason);
    void settle();
  };
  const watch = createHeartbeatWatch(
    clock,
    () => attempt !== null,
    () =>
      watch.hasBeaten()
        ? lose("hung", "it stopped answering")
        : lose("never-started", "it never started"),
  );

  const open = (): WorkerLink => {
    const current = (): boolean => opened === link;
    const guard =
      <P>(run: (payload: P) => void) =>
      (payload: P): void => {
        if (!current()) return;
        // Whatever the worker says, it is alive.
        watch.beat();
        run(payload);
      };
    const listeners: Listeners<Events> = {
      heartbeat: guard(() => {}),
      progress: guard(events.onProgress),
      attempt: guard(({ engine, backend, state }) => {
        stopDeadline();
        attempt = state === "started" ? { engine, backend } : null;
        if (attempt) stopDeadline = clock.after(startLimitMs[backend], expire);
      }),
      result: guard((result) => events.onResult(lastWord.keep(opened, running.source, result))),
      overlay: guard(({ bitmap }) => events.onOverlay(bitmap)),
      sourceEnded: guard(({ reason }) => {
        // A source that is being replaced ends too; only the wanted one is news.
        if (!running.source || running.source !== wants.source) return;
        running = { ...running, source: null };
        wants = { ...wants, source: null };
        events.onSourceEnded(reason);
      }),
      failed: guard((plain) => {
        const error = fromPlainError(plain);
        lose("crashed", error.message, error);
      }),
    };
    const opened = openLink(listeners, (reason) => {
      if (current()) lose(watch.hasBeaten() ? "crashed" : "never-started", reason);
    });
    link = opened;
    watch.start();
    return opened;
  };

  /**
   * Before a session is there, what the worker does at once and in order is not waited for: each wait costs
   * the start a way there and back. A refusal still fails; a dead worker is noticed elsewhere. Later the
   * wait is wanted, for only the newest of many changes is sent.
   */
  const send = async (at: WorkerLink, answer: Promise<unknown>): Promise<void> => {
    if (running.load) await answer;
    else
      answer.catch((error) => {
        if (link === at && !isAbort(error)) fail(asAppError(error));
      });
  };

  const perform = async (
    step: Step<OpenedSource>,
    at: WorkerLink,
  ): Promise<Partial<typeof running>> => {
    const { client } = at;
    switch (step.do) {
      case "attach-canvas": {
        const canvas = openCanvas();
        await send(
          at,
          client.call("attachCanvas", { canvas }, { transfer: canvas ? [canvas] : [] }),
        );
        return { canvas: true };
      }
      case "set-view":
        await send(at, client.call("setView", step.view));
        return { view: step.view };
      case "set-options":
        await send(at, client.call("setOptions", step.options));
        return { options: step.options };
      case "load": {
        loading = new AbortController();
        const { signal } = loading;
        events.onLoading();
        try {
          const session = await client.call(
            "load",
            { ...step.load, refused: losses.refused(), proveAgain: losses.restarts() > 0 },
            { signal },
          );
          losses.started();
          if (wants.load === step.load) events.onReady(session);
          return { load: step.load };
        } finally {
          loading = null;
          stopDeadline();
          attempt = null;
        }
      }
      case "unload":
        await client.call("unload", undefined);
        return { load: null };
      case "attach-source": {
        const { source, transfer } = step.source.open();
        const params = { ...source, ...lastWord.before(at, step.source) };
        await client.call("attachSource", params, { transfer });
        return { source: step.source };
      }
      case "detach-source":
        await client.call("detachSource", undefined);
        return { source: null };
      case "set-frozen":
        await client.call("setFrozen", { frozen: step.frozen });
        return { frozen: step.frozen };
      case "set-pace":
        await client.call("setPace", { framesPerSecond: step.pace });
        return { pace: step.pace };
    }
  };

  /** Takes steps until what runs is what is wanted; one walk at a time, and a dead worker ends its walk. */
  const settle = async (): Promise<void> => {
    if (settling || failed || closed) return;
    const walk = {};
    settling = walk;
    for (;;) {
      const step = nextStep(wants, running);
      if (!step) break;
      const at = link ?? open();
      try {
        const change = await perform(step, at);
        if (settling !== walk) return;
        running = { ...running, ...change };
      } catch (error) {
        if (settling !== walk) return;
        if (isAbort(error)) continue;
        settling = null;
        fail(asAppError(error));
        return;
      }
    }
    settling = null;
  };

  return {
    prepare() {
      if (!link && !failed && !closed) open();
    },
    want(change) {
      const before = wants;
      wants = { ...wants, ...change };
      if (wants.load !== before.load) {
        loading?.abort();
        failed = false;
      }
      void settle();
    },
    retry() {
      failed = false;
      losses.forget();
      void settle();
    },
    call: (name, params, options) =>
      closed
        ? Promise.reject(workerLost("crashed"))
        : (link ?? open()).client.call(name, params, options),
    isOpen: () => link !== null,
    refused: losses.refused,
    close() {
      closed = true;
      drop(workerLost("crashed"));
    },
  };
}
