import type { Calls, Client, Events } from "#protocol";
import { AppError } from "#shared";
import type { Clock } from "./clock.ts";
import { createHeartbeatWatch } from "./heartbeat-watch.ts";
import { patientRhythm } from "./patient-rhythm.ts";
import type { OpenLink, WorkerLink } from "./worker-link.ts";

/** What a worker of its own needs from outside. */
export interface OwnWorkerParts {
  readonly openLink: OpenLink;
  readonly clock: Clock;
  /** Bytes of the files that it brings. */
  onBytes?(progress: Events["progress"]): void;
}

/** A worker that is thrown away after its work: what hangs, aborts or poisons it costs nothing else. */
export interface OwnWorker {
  /**
   * Asks for one thing, within a time. Whoever is asked in vain is gone afterwards.
   * @throws AppError of the worker; `worker-lost` where it crashed, hung or ran out of time; `AbortError`
   */
  ask<T>(
    limitMs: number,
    work: (client: Client<Calls>, signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Whether it can still be asked. */
  isOpen(): boolean;
  close(): void;
}

/** Opens a worker of its own. */
export function openOwnWorker({ openLink, clock, onBytes }: OwnWorkerParts): OwnWorker {
  let link: WorkerLink | undefined;
  let starts = false;
  const end = (error: AppError): void => {
    const gone = link;
    link = undefined;
    watch.stop();
    gone?.terminate();
    gone?.client.close(error);
  };
  const lose = (reason: "crashed" | "hung" | "never-started", words: string): void =>
    end(new AppError("worker-lost", { reason, restarts: 0 }, { cause: new Error(words) }));
  const watch = createHeartbeatWatch(
    clock,
    () => starts,
    () =>
      watch.hasBeaten()
        ? lose("hung", "it stopped answering")
        : lose("never-started", "it never started"),
    patientRhythm,
  );
  /** Any word of the worker shows that it lives. */
  const heard =
    <P>(act: (payload: P) => void = () => {}) =>
    (payload: P): void => {
      watch.beat();
      act(payload);
    };
  link = openLink(
    {
      heartbeat: heard(),
      progress: heard(onBytes),
      // A start may block the worker for long; the time of the asking still runs.
      attempt: heard(({ state }) => {
        starts = state === "started";
      }),
      result: heard(),
      sourceEnded: heard(),
      failed: heard(),
      trouble: heard(),
      overlay: heard(({ bitmap }) => bitmap.close()),
    },
    (reason) => lose("crashed", reason),
  );
  watch.start();

  return {
    async ask(limitMs, work, signal) {
      if (!link) throw new AppError("worker-lost", { reason: "crashed", restarts: 0 });
      signal?.throwIfAborted();
      const controller = new AbortController();
      const onAbort = (): void => controller.abort(signal?.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      const stopDeadline = clock.after(limitMs, () =>
        lose("hung", `it did not finish within ${Math.round(limitMs / 1000)} s`),
      );
      try {
        return await work(link.client, controller.signal);
      } finally {
        stopDeadline();
        starts = false;
        signal?.removeEventListener("abort", onAbort);
      }
    },
    isOpen: () => link !== undefined,
    close: () => end(new AppError("worker-lost", { reason: "crashed", restarts: 0 })),
  };
}

/** Asks a fresh worker for one thing and throws it away. */
export async function askOnce<T>(
  parts: OwnWorkerParts,
  limitMs: number,
  work: (client: Client<Calls>, signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const worker = openOwnWorker(parts);
  try {
    return await worker.ask(limitMs, work, signal);
  } finally {
    worker.close();
  }
}
