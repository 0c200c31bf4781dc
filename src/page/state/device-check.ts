import { createStore, type StoreApi } from "zustand/vanilla";
import { proofs } from "#models";
import type { DeviceCheck, EngineOnBackend } from "#protocol";
import { AppError, isAbort, reasonOf } from "#shared";
import type { Clock } from "./clock.ts";
import { createHeartbeatWatch } from "./heartbeat-watch.ts";
import { patientRhythm } from "./patient-rhythm.ts";
import type { OpenLink } from "./worker-link.ts";

/** Where one engine on one backend stands. */
export type CheckStep =
  | { readonly at: "waiting" }
  | { readonly at: "preparing" }
  /** Bytes of its small model. */
  | { readonly at: "downloading"; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly at: "starting" }
  | { readonly at: "measuring" }
  | { readonly at: "done"; readonly check: DeviceCheck };

/** One row of the check. */
export interface CheckRow extends EngineOnBackend {
  readonly step: CheckStep;
}

/** The whole check. */
export interface CheckState {
  readonly at: "idle" | "running" | "done" | "cancelled";
  readonly rows: readonly CheckRow[];
}

/** What a check needs from outside. */
export interface DeviceCheckParts {
  readonly plan: readonly EngineOnBackend[];
  readonly openLink: OpenLink;
  readonly clock: Clock;
  /** An engine proved itself: `addresses` are the files that it used. */
  readonly onProved: (on: EngineOnBackend, addresses: readonly string[]) => void;
}

/** Checks this device; nothing is fetched before `start`. */
export interface DeviceChecker {
  readonly store: StoreApi<CheckState>;
  start(): void;
  /** What is done stays, the rest is not checked. */
  cancel(): void;
}

/** An engine that does not answer for the first time, and then does not finish its runs, within this is given up. */
export const checkLimitMs = 60_000;

/**
 * Creates a checker. Every row gets a worker of its own, which is thrown away afterwards: a row that
 * hangs or crashes costs only itself, all start equally cold, and the memory of one is free for the next.
 */
export function createDeviceChecker(parts: DeviceCheckParts): DeviceChecker {
  const fresh = (): readonly CheckRow[] =>
    parts.plan.map((on) => ({ ...on, step: { at: "waiting" } }));
  const store = createStore<CheckState>(() => ({ at: "idle", rows: fresh() }));
  let controller = new AbortController();

  const setStep = (index: number, step: CheckStep): void => {
    const { rows } = store.getState();
    store.setState({ rows: rows.map((row, at) => (at === index ? { ...row, step } : row)) });
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    for (const [index, on] of parts.plan.entries()) {
      const tell = (step: CheckStep): void => {
        if (!signal.aborted) setStep(index, step);
      };
      tell({ at: "preparing" });
      const check = await checkInWorker(on, parts, tell, signal);
      if (!check || signal.aborted) return;
      tell({ at: "done", check });
    }
    store.setState({ at: "done" });
  };

  return {
    store,
    start() {
      if (store.getState().at === "running") return;
      controller = new AbortController();
      store.setState({ at: "running", rows: fresh() });
      void run(controller.signal);
    },
    cancel() {
      if (store.getState().at !== "running") return;
      controller.abort();
      const rows = store
        .getState()
        .rows.map(
          (row): CheckRow => (row.step.at === "done" ? row : { ...row, step: { at: "waiting" } }),
        );
      store.setState({ at: "cancelled", rows });
    },
  };
}

/** Checks one row in a worker of its own; undefined when it was cancelled. Never rejects. */
function checkInWorker(
  on: EngineOnBackend,
  { openLink, clock, onProved }: DeviceCheckParts,
  tell: (step: CheckStep) => void,
  signal: AbortSignal,
): Promise<DeviceCheck | undefined> {
  return new Promise((resolve) => {
    let starts = false;
    let stopDeadline: () => void = () => {};
    const end = (check: DeviceCheck | undefined): void => {
      stopDeadline();
      watch.stop();
      signal.removeEventListener("abort", onAbort);
      link.terminate();
      link.client.close(new AppError("worker-lost", { reason: "crashed", restarts: 0 }));
      resolve(check);
    };
    const lose = (reason: string): void => end(lost(on, reason));
    const onAbort = (): void => end(undefined);
    const watch = createHeartbeatWatch(
      clock,
      () => starts,
      () => lose(watch.hasBeaten() ? "it stopped answering" : "its worker never started"),
      patientRhythm,
    );
    /** Any word of the worker shows that it lives. */
    const heard =
      <P>(act: (payload: P) => void) =>
      (payload: P): void => {
        watch.beat();
        act(payload);
      };
    const nothing = heard(() => {});
    const link = openLink(
      {
        heartbeat: nothing,
        progress: heard(({ loadedBytes, totalBytes }) =>
          tell(
            loadedBytes < totalBytes
              ? { at: "downloading", loadedBytes, totalBytes }
              : { at: "starting" },
          ),
        ),
        attempt: heard(({ state }) => {
          starts = state === "started";
          tell({ at: starts ? "starting" : "measuring" });
          stopDeadline();
          const what = starts ? "gave no first answer" : "did not finish its runs";
          stopDeadline = clock.after(checkLimitMs, () =>
            lose(`it ${what} within ${checkLimitMs / 1000} s`),
          );
        }),
        result: nothing,
        trouble: nothing,
        sourceEnded: nothing,
        failed: nothing,
        overlay: heard(({ bitmap }) => bitmap.close()),
      },
      lose,
    );
    watch.start();
    signal.addEventListener("abort", onAbort);
    link.client.call("checkDevice", on, { signal }).then(
      ({ check, addresses }) => {
        if (check.ok) onProved(on, addresses);
        end(check);
      },
      (error: unknown) => {
        if (!isAbort(error) && !AppError.is(error, "worker-lost")) lose(reasonOf(error));
      },
    );
  });
}

function lost(on: EngineOnBackend, reason: string): DeviceCheck {
  const nothing = { agreement: null, coldMs: null, warmMs: null, threads: null, build: null };
  return { ...on, ok: false, ...nothing, model: proofs[on.engine], reason };
}
