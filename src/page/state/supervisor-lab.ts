import { vi } from "vitest";
import type { Calls, Client, Events, Listeners, LoadRequest, SessionReport } from "#protocol";
import { AppError } from "#shared";
import { heldClock } from "./held-clock.ts";
import type { Started } from "./losses.ts";
import { createRescue } from "./rescue.ts";
import { createSupervisor } from "./supervisor.ts";
import type { OpenedSource, SupervisorEvents } from "./supervisor-parts.ts";
import type { SourceWant } from "./wants.ts";

/** What a fake worker made ready. */
export const session: SessionReport = {
  task: "detect",
  model: "centernet-512",
  variant: "tfjs-fp16",
  engine: "tfjs",
  backend: "wasm",
  threads: 1,
  loadMs: 300,
  kept: true,
  refused: [],
};

/** A worker that answers all but loads at once. */
export interface FakeWorker {
  readonly calls: { name: string; params: unknown }[];
  readonly listeners: Listeners<Events>;
  readonly crash: (reason: string) => void;
  terminated: boolean;
  /** Answers the pending load. */
  answerLoad(answer: SessionReport | AppError): void;
}

/** A supervisor over fake workers and held time; calls named in `silent` are never answered. */
export function lab(silent: readonly string[] = []) {
  const clock = heldClock();
  const workers: FakeWorker[] = [];
  let runsOn: Started | null = null;
  const room = { left: true };
  const events = {
    onLoading: vi.fn(),
    onProgress: vi.fn(),
    onReady: vi.fn(({ engine, backend }: SessionReport) => {
      runsOn = { engine, backend };
    }),
    onResult: vi.fn(),
    onOverlay: vi.fn(),
    onSourceEnded: vi.fn(),
    onRestart: vi.fn<SupervisorEvents["onRestart"]>(() => {
      runsOn = null;
    }),
    onTrouble: vi.fn(),
    onStarting: vi.fn(),
    onSteppedDown: vi.fn(),
    onFailed: vi.fn<SupervisorEvents["onFailed"]>(() => {
      runsOn = null;
    }),
  };
  const canvases: object[] = [];
  const supervisor = createSupervisor({
    clock,
    runsOn: () => runsOn,
    bringRescue: async () => createRescue(clock, () => room.left),
    events,
    openCanvas: () => {
      const canvas = {} as OffscreenCanvas;
      canvases.push(canvas);
      return canvas;
    },
    openLink: (listeners, crash) => {
      const pending: ((error: AppError) => void)[] = [];
      let answer: (value: SessionReport | AppError) => void = () => {};
      const worker: FakeWorker = {
        calls: [],
        listeners,
        crash,
        terminated: false,
        answerLoad: (value) => answer(value),
      };
      workers.push(worker);
      const client = {
        call: (name: string, params: unknown, { signal }: { signal?: AbortSignal } = {}) => {
          worker.calls.push({ name, params });
          if (silent.includes(name)) return new Promise(() => {});
          if (name !== "load") return Promise.resolve(undefined);
          return new Promise((resolve, reject) => {
            pending.push(reject);
            signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
            answer = (value) => (value instanceof AppError ? reject(value) : resolve(value));
          });
        },
        close: (error: AppError) => {
          for (const reject of pending) reject(error);
        },
      } as unknown as Client<Calls>;
      return {
        client,
        terminate: () => {
          worker.terminated = true;
        },
      };
    },
  });
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    if (!found) throw new Error(`no worker ${index}`);
    return found;
  };
  const names = (index: number): string[] => worker(index).calls.map((call) => call.name);
  const loads = (index: number): LoadRequest[] =>
    worker(index)
      .calls.filter((call) => call.name === "load")
      .map((call) => call.params as LoadRequest);
  const opened = vi.fn(
    (): OpenedSource | null => ({ source: {}, transfer: [] }) as unknown as OpenedSource,
  );
  const source: SourceWant<OpenedSource> = { open: opened };
  const wantAll = () => supervisor.want({ load: { task: "detect", allowed: {} }, source });
  /** Lets every settled promise take its next step. */
  const flush = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const runAll = async () => {
    wantAll();
    await flush();
    worker(0).answerLoad(session);
    await flush();
  };
  /** Lets everything run until the first worker has been silent for longer than it ever was. */
  const inDoubt = async () => {
    await runAll();
    for (let turn = 0; turn < 30; turn += 1) {
      clock.pass(100);
      const frame = { width: 1, height: 1, timestampMs: turn };
      worker(0).listeners.result({ task: "classify", frame, classes: [] });
    }
    clock.pass(600);
    await flush();
  };
  const failure = (): AppError => events.onFailed.mock.lastCall?.[0] as AppError;
  return {
    clock,
    events,
    supervisor,
    workers,
    worker,
    names,
    loads,
    opened,
    wantAll,
    flush,
    runAll,
    inDoubt,
    failure,
    canvases,
    room,
  };
}
