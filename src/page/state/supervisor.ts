import type { Events, Listeners, SessionReport, TroubleKind } from "#protocol";
import { AppError, fromPlainError, isAbort } from "#shared";
import { asAppError } from "./as-app-error.ts";
import { askStep } from "./ask-step.ts";
import { createHeartbeatWatch } from "./heartbeat-watch.ts";
import { createLastWord } from "./last-word.ts";
import { countLongCalls } from "./long-calls.ts";
import { createLosses, restartLimit, restartWindowMs } from "./losses.ts";
import type { Rescue } from "./rescue.ts";
import { createRhythm, silenceLimitMs } from "./rhythm.ts";
import type { Begun } from "./standby.ts";
import { createStartDeadline } from "./start-deadline.ts";
import type { OpenedSource, Supervisor, SupervisorParts } from "./supervisor-parts.ts";
import { isShortOfMemory, type Loss, troubleKind } from "./trouble-kind.ts";
import {
  nextStep,
  nothingRuns,
  nothingWanted,
  type Running,
  type Step,
  type Wants,
} from "./wants.ts";
import type { WorkerLink } from "./worker-link.ts";

/** Creates a supervisor; its worker is opened by the first wish for a session. */
export function createSupervisor({
  openLink,
  openCanvas,
  clock,
  runsOn,
  bringRescue,
  events,
}: SupervisorParts): Supervisor {
  let wants: Wants<OpenedSource> = nothingWanted;
  let running: Running<OpenedSource> = nothingRuns;
  let link: WorkerLink | null = null;
  let failed = false;
  let closed = false;
  let settling: object | null = null;
  let loading: AbortController | null = null;
  /** Of the load that runs, or ran last. */
  let ready: SessionReport | undefined;
  let outgrownMs = Number.NEGATIVE_INFINITY;
  const rhythm = createRhythm();
  const { ask, pending } = countLongCalls(() => (link ?? open()).client, rhythm.forget);
  let rescue: Rescue | undefined;
  /** What the worker at hand began while it stood by. */
  let ahead: Begun | undefined;
  const lastWord = createLastWord(clock.now);
  const losses = createLosses(clock.now);

  const workerLost = (reason: Loss): AppError =>
    new AppError("worker-lost", { reason, restarts: losses.restarts() });

  const drop = (error: AppError): void => {
    deadline.end();
    watch.stop();
    link?.terminate();
    const gone = link;
    link = null;
    running = nothingRuns;
    settling = null;
    loading = null;
    ahead = undefined;
    rhythm.forget();
    gone?.client.close(error);
  };
  const fail = (error: AppError): void => {
    failed = true;
    rescue?.standby.dismiss();
    events.onFailed(error);
  };
  const lose = (
    reason: Loss,
    words: string,
    cause?: AppError,
    kind: TroubleKind = troubleKind(reason, words, cause),
  ): void => {
    const noticedMs = rescue?.standby.begunMs() ?? clock.now();
    const starting = deadline.underWay();
    const sinceMs = reason === "hung" ? watch.lastBeatMs() : noticedMs;
    drop(workerLost(reason));
    const { lately, steppedDown } = losses.note({ kind, words, starting, running: runsOn() });
    if (steppedDown) {
      // What stands by began with what is given up.
      rescue?.standby.dismiss();
      events.onSteppedDown(steppedDown);
    }
    if (lately > restartLimit) {
      fail(cause ?? workerLost(reason));
      return;
    }
    losses.restarted();
    events.onRestart(words, kind, sinceMs, noticedMs);
    const again = (): void => void settle();
    // The first restart is at once; a worker that keeps dying is not allowed to spin.
    clock.after((lately - 1) * 500, () =>
      kind === "worker-oom" ? bringRescue().then((it) => it.awaitRoom(again), again) : again(),
    );
  };
  const hung = (): void => lose("hung", "it stopped answering");
  const deadline = createStartDeadline(clock, {
    onStarting: events.onStarting,
    onExpired(attempt, reason) {
      losses.refuse(attempt, reason);
      drop(workerLost("hung"));
      losses.restarted();
      events.onRestart(reason, "worker-hang", watch.lastBeatMs(), clock.now());
      void settle();
    },
  });
  const watch = createHeartbeatWatch(
    clock,
    () => deadline.underWay() !== null,
    () => (watch.hasBeaten() ? hung() : lose("never-started", "it never started")),
    {
      heard: rhythm.heard,
      late: rhythm.late,
      limitMs: () => (pending() ? silenceLimitMs : rhythm.limitMs(losses.hangs())),
      onSilence(silentMs) {
        const { load } = running;
        if (pending() || silentMs <= rhythm.doubtMs(losses.hangs())) return;
        if (!load || load !== wants.load) return;
        const request = { ...load, refused: losses.refused(), proveAgain: true };
        rescue?.standby.begin(load, request, connect, hung);
      },
    },
  );

  const connect = (): WorkerLink => {
    const current = (): boolean => opened === link;
    const guard =
      <P>(run: (payload: P) => void) =>
      (payload: P): void => {
        if (!current()) return;
        // Whatever the worker says, it is alive.
        watch.beat();
        rescue?.standby.dismiss();
        run(payload);
      };
    const listeners: Listeners<Events> = {
      heartbeat: guard(() => {}),
      progress: guard(events.onProgress),
      attempt: (told) => {
        if (!rescue?.standby.hears(opened, told)) guard(deadline.told)(told);
      },
      trouble: guard(({ kind }) => {
        if (kind !== "memory-growth") events.onTrouble(kind);
        else if (clock.now() - outgrownMs > restartWindowMs) {
          // A model that needs so much needs it again: the next worker is left alone for a while.
          outgrownMs = clock.now();
          lose("crashed", "its memory grew and grew", undefined, kind);
        }
      }),
      result: guard((result) => {
        rhythm.result();
        events.onResult(lastWord.keep(opened, running.source, result));
      }),
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
      else rescue?.standby.fell(opened);
    });
    return opened;
  };

  const open = (): WorkerLink => {
    ahead = rescue?.standby.take();
    link = ahead?.link ?? connect();
    watch.start();
    if (ahead?.attempt) deadline.told(ahead.attempt);
    return link;
  };

  const perform = async (
    step: Step<OpenedSource>,
    at: WorkerLink,
  ): Promise<Partial<typeof running>> => {
    switch (step.do) {
      case "load": {
        const begun = ahead?.load === step.load ? ahead : undefined;
        ahead = undefined;
        loading = begun?.loading ?? new AbortController();
        events.onLoading();
        try {
          const proveAgain = losses.restarts() > 0;
          const request = { ...step.load, refused: losses.refused(), proveAgain };
          const session = await (begun?.answer ?? ask("load", request, { signal: loading.signal }));
          losses.started();
          ready = session;
          if (!rescue)
            bringRescue().then(
              (it) => {
                rescue = it;
              },
              () => {},
            );
          if (wants.load === step.load) events.onReady(session);
          return { load: step.load };
        } finally {
          loading = null;
          deadline.end();
        }
      }
      case "attach-source": {
        const opened = step.source.open();
        if (!opened) {
          if (wants.source === step.source) wants = { ...wants, source: null };
          return {};
        }
        const params = { ...opened.source, ...lastWord.before(at, step.source) };
        await ask("attachSource", params, { transfer: opened.transfer });
        return { source: step.source };
      }
      default: {
        const { answer, change, isEarly } = askStep(step, ask, openCanvas);
        // Before a session is there, what the worker does at once and in order is not waited for: each
        // wait costs the start a way there and back. A refusal still fails; a dead worker is noticed
        // elsewhere. Later the wait is wanted, for only the newest of many changes is sent.
        if (running.load || !isEarly) await answer;
        else
          answer.catch((error) => {
            if (link === at && !isAbort(error)) fail(asAppError(error));
          });
        return change;
      }
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
        const failure = asAppError(error);
        // What the worker before it took is given back a moment after its end.
        if (isShortOfMemory(failure)) lose("crashed", failure.message, failure, "worker-oom");
        else fail(failure);
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
        rescue?.standby.dismiss();
        loading?.abort();
        failed = false;
      }
      void settle();
    },
    retry() {
      failed = false;
      losses.forget();
      // What failed was not its load: nothing else would tell of it.
      if (ready && !runsOn() && running.load && running.load === wants.load) events.onReady(ready);
      void settle();
    },
    call: (name, params, options) =>
      closed ? Promise.reject(workerLost("crashed")) : ask(name, params, options),
    isOpen: () => link !== null,
    refused: losses.refused,
    close() {
      closed = true;
      rescue?.standby.dismiss();
      drop(workerLost("crashed"));
    },
  };
}
