import { describe, expect, it, vi } from "vitest";
import type { Calls, Client, Events, Listeners, LoadRequest, SessionReport } from "#protocol";
import { AppError } from "#shared";
import { firstBeatLimitMs, silenceLimitMs } from "./heartbeat-watch.ts";
import { heldClock } from "./held-clock.ts";
import { createSupervisor, type OpenedSource, restartLimit, startLimitMs } from "./supervisor.ts";
import type { SourceWant } from "./wants.ts";

const session: SessionReport = {
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

interface FakeWorker {
  readonly calls: { name: string; params: unknown }[];
  readonly listeners: Listeners<Events>;
  readonly crash: (reason: string) => void;
  terminated: boolean;
  /** Answers the pending load. */
  answerLoad(answer: SessionReport | AppError): void;
}

function lab() {
  const clock = heldClock();
  const workers: FakeWorker[] = [];
  const events = {
    onLoading: vi.fn(),
    onProgress: vi.fn(),
    onReady: vi.fn(),
    onResult: vi.fn(),
    onOverlay: vi.fn(),
    onSourceEnded: vi.fn(),
    onRestart: vi.fn(),
    onFailed: vi.fn(),
  };
  const canvases: object[] = [];
  const supervisor = createSupervisor({
    clock,
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
  const opened = vi.fn(() => ({ source: {}, transfer: [] }) as unknown as OpenedSource);
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
    failure,
    canvases,
  };
}

describe("createSupervisor", () => {
  it("opens no worker before a session is wanted", () => {
    const { supervisor, workers } = lab();
    supervisor.want({ frozen: false, view: null });
    expect(workers).toHaveLength(0);
  });

  it("takes a worker from canvas to source", async () => {
    const { runAll, names, events } = lab();
    await runAll();
    expect(names(0)).toEqual(["attachCanvas", "load", "attachSource"]);
    expect(events.onReady).toHaveBeenCalledWith(session);
  });

  it("restores everything wanted after a crash, on a new canvas and a newly opened source", async () => {
    const { runAll, worker, workers, names, flush, events, opened, canvases, clock } = lab();
    await runAll();
    worker(0).crash("out of memory");
    clock.pass(0);
    await flush();
    expect(worker(0).terminated).toBe(true);
    expect(workers).toHaveLength(2);
    worker(1).answerLoad(session);
    await flush();
    expect(names(1)).toEqual(["attachCanvas", "load", "attachSource"]);
    expect(opened).toHaveBeenCalledTimes(2);
    expect(new Set(canvases).size).toBe(2);
    expect(events.onRestart).toHaveBeenCalledWith("out of memory");
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("replaces a worker that stops answering", async () => {
    const { runAll, worker, workers, clock, flush } = lab();
    await runAll();
    worker(0).listeners.heartbeat(undefined);
    clock.pass(silenceLimitMs / 2);
    expect(workers).toHaveLength(1);
    clock.pass(silenceLimitMs);
    await flush();
    expect(workers).toHaveLength(2);
  });

  it("keeps a worker that was suspended together with the page", async () => {
    const { runAll, worker, workers, clock, flush } = lab();
    await runAll();
    worker(0).listeners.heartbeat(undefined);
    clock.jump(10 * silenceLimitMs);
    clock.pass(1);
    await flush();
    expect(workers).toHaveLength(1);
  });

  it("gives a worker that never starts up after the restarts allowed", async () => {
    const { wantAll, workers, clock, flush, failure } = lab();
    wantAll();
    await flush();
    for (let round = 0; round <= restartLimit; round += 1) {
      workers.at(-1)?.crash("its script could not be loaded");
      clock.pass(5_000);
      await flush();
    }
    expect(workers).toHaveLength(restartLimit + 1);
    expect(failure().code).toBe("worker-lost");
    expect(failure().details).toEqual({ reason: "never-started", restarts: restartLimit });
  });

  it("replaces a worker that sends no first heartbeat", async () => {
    const { wantAll, workers, clock, flush } = lab();
    wantAll();
    await flush();
    clock.pass(firstBeatLimitMs + 2_000);
    await flush();
    expect(workers).toHaveLength(2);
  });

  it("refuses an attempt that does not settle in time and loads again without it", async () => {
    const { wantAll, worker, clock, flush, loads, supervisor } = lab();
    wantAll();
    await flush();
    worker(0).listeners.attempt({ engine: "tfjs", backend: "webgpu", state: "started" });
    clock.pass(startLimitMs + 1);
    await flush();
    const refused = [
      {
        engine: "tfjs",
        backend: "webgpu",
        reason: `did not start within ${startLimitMs / 1000} s`,
      },
    ];
    expect(worker(0).terminated).toBe(true);
    expect(loads(1)[0]?.refused).toEqual(refused);
    expect(supervisor.refused()).toEqual(refused);
  });

  it("allows an attempt that settles in time to be silent until then", async () => {
    const { wantAll, worker, workers, clock, flush } = lab();
    wantAll();
    await flush();
    const attempt = { engine: "tfjs", backend: "wasm" } as const;
    worker(0).listeners.attempt({ ...attempt, state: "started" });
    clock.pass(startLimitMs - 1);
    worker(0).listeners.attempt({ ...attempt, state: "settled" });
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(1);
  });

  it("refuses an attempt that crashes its worker twice", async () => {
    const { wantAll, worker, clock, flush, loads } = lab();
    wantAll();
    await flush();
    for (const index of [0, 1]) {
      worker(index).listeners.attempt({ engine: "tfjs", backend: "webgpu", state: "started" });
      worker(index).crash("killed");
      clock.pass(1_000);
      await flush();
    }
    expect(loads(1)[0]?.refused).toEqual([]);
    expect(loads(2)[0]?.refused).toEqual([{ engine: "tfjs", backend: "webgpu", reason: "killed" }]);
  });

  it("tells a failed load once, and tries again when asked", async () => {
    const { wantAll, worker, flush, failure, supervisor, loads, events } = lab();
    wantAll();
    await flush();
    worker(0).answerLoad(new AppError("download-failed", { url: "/models/x", status: 404 }));
    await flush();
    supervisor.want({ frozen: false });
    await flush();
    expect(failure().code).toBe("download-failed");
    expect(events.onFailed).toHaveBeenCalledTimes(1);
    expect(loads(0)).toHaveLength(1);
    supervisor.retry();
    await flush();
    expect(loads(0)).toHaveLength(2);
  });

  it("cancels a load that is no longer wanted, silently", async () => {
    const { wantAll, flush, supervisor, events, names } = lab();
    wantAll();
    await flush();
    supervisor.want({ load: null, source: null });
    await flush();
    expect(events.onFailed).not.toHaveBeenCalled();
    expect(names(0)).toEqual(["attachCanvas", "load"]);
  });

  it("restarts after a failed run, and tells that failure when it keeps failing", async () => {
    const { runAll, workers, flush, clock, failure, events } = lab();
    await runAll();
    for (let round = 0; round <= restartLimit; round += 1) {
      workers.at(-1)?.listeners.failed({
        code: "engine-failed",
        details: { engine: "tfjs", backend: "wasm", reason: "out of memory" },
        causes: [],
      });
      clock.pass(3_000);
      await flush();
    }
    expect(events.onRestart).toHaveBeenCalledTimes(restartLimit);
    expect(failure().code).toBe("engine-failed");
  });

  it("hears nothing more from a worker it replaced", async () => {
    const { runAll, worker, clock, flush, events } = lab();
    await runAll();
    worker(0).crash("gone");
    clock.pass(0);
    await flush();
    worker(0).listeners.sourceEnded({ reason: "late" });
    expect(events.onSourceEnded).not.toHaveBeenCalled();
  });

  it("opens no other worker once it is closed, whatever is wanted", async () => {
    const { runAll, supervisor, worker, workers, clock, flush } = lab();
    await runAll();
    supervisor.close();
    expect(worker(0).terminated).toBe(true);
    supervisor.want({ source: null, frozen: true });
    supervisor.retry();
    clock.pass(60_000);
    await flush();
    await expect(supervisor.call("report", undefined)).rejects.toMatchObject({
      code: "worker-lost",
    });
    expect(workers).toHaveLength(1);
  });
});
