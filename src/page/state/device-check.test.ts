import { describe, expect, it } from "vitest";
import type { Calls, Client, DeviceCheck, EngineOnBackend, Events, Listeners } from "#protocol";
import { AppError } from "#shared";
import { checkPlan } from "./check-plan.ts";
import { checkLimitMs, createDeviceChecker } from "./device-check.ts";
import { firstBeatLimitMs } from "./heartbeat-watch.ts";
import { heldClock } from "./held-clock.ts";
import { silenceLimitMs } from "./rhythm.ts";

const plan: readonly EngineOnBackend[] = [
  { engine: "tfjs", backend: "wasm" },
  { engine: "onnx", backend: "webgpu" },
];

function right(on: EngineOnBackend): DeviceCheck {
  return {
    ...on,
    ok: true,
    model: "some",
    agreement: { worst: 0, tolerance: 1 },
    coldMs: 20,
    warmMs: 10,
    threads: 1,
    build: "some-build",
  };
}

interface FakeWorker {
  readonly on: EngineOnBackend | undefined;
  readonly listeners: Listeners<Events>;
  readonly crash: (reason: string) => void;
  readonly terminated: boolean;
  answer(check: DeviceCheck, addresses?: readonly string[]): void;
  fail(error: unknown): void;
}

function lab() {
  const clock = heldClock();
  const workers: FakeWorker[] = [];
  const proved: (readonly [EngineOnBackend, readonly string[]])[] = [];
  const checker = createDeviceChecker({
    plan,
    clock,
    onProved: (on, addresses) => proved.push([on, addresses]),
    openLink: (listeners, crash) => {
      let terminated = false;
      let asked: EngineOnBackend | undefined;
      let settle: Pick<FakeWorker, "answer" | "fail"> = { answer: () => {}, fail: () => {} };
      workers.push({
        get on() {
          return asked;
        },
        get terminated() {
          return terminated;
        },
        listeners,
        crash,
        answer: (check, addresses) => settle.answer(check, addresses),
        fail: (error) => settle.fail(error),
      });
      const client = {
        call: (_: string, on: EngineOnBackend) => {
          asked = on;
          return new Promise((resolve, reject) => {
            settle = {
              answer: (check, addresses = []) => resolve({ check, addresses }),
              fail: reject,
            };
          });
        },
        close: (error: AppError) => settle.fail(error),
      } as unknown as Client<Calls>;
      return {
        client,
        terminate: () => {
          terminated = true;
        },
      };
    },
  });
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    if (!found) throw new Error(`no worker ${index}`);
    return found;
  };
  const flush = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const steps = () => checker.store.getState().rows.map(({ step }) => step.at);
  const reasonOf = (index: number): string | undefined => {
    const step = checker.store.getState().rows[index]?.step;
    return step?.at === "done" ? step.check.reason : undefined;
  };
  return { clock, workers, worker, proved, checker, flush, steps, reasonOf };
}

describe("a device check", () => {
  it("opens no worker before it is started", () => {
    const { workers, checker, steps } = lab();
    expect(workers).toHaveLength(0);
    expect(checker.store.getState().at).toBe("idle");
    expect(steps()).toEqual(["waiting", "waiting"]);
  });

  it("gives every row a worker of its own, one after the other, and fills the rows as they come", async () => {
    const { workers, worker, proved, checker, flush, steps } = lab();
    checker.start();
    expect(worker(0).on).toEqual(plan[0]);
    worker(0).listeners.progress({ loadedBytes: 3, totalBytes: 9, cachedBytes: 0 });
    expect(checker.store.getState().rows[0]?.step).toEqual({
      at: "downloading",
      loadedBytes: 3,
      totalBytes: 9,
    });
    worker(0).listeners.attempt({ engine: "tfjs", backend: "wasm", state: "started" });
    expect(steps()).toEqual(["starting", "waiting"]);
    worker(0).listeners.attempt({ engine: "tfjs", backend: "wasm", state: "settled" });
    expect(steps()).toEqual(["measuring", "waiting"]);
    worker(0).answer(right({ engine: "tfjs", backend: "wasm" }), ["/engines/tfjs/a.wasm"]);
    await flush();
    expect(worker(0).terminated).toBe(true);
    expect(steps()).toEqual(["done", "preparing"]);
    expect(worker(1).on).toEqual(plan[1]);
    worker(1).answer(right({ engine: "onnx", backend: "webgpu" }));
    await flush();
    expect(checker.store.getState().at).toBe("done");
    expect(workers).toHaveLength(2);
    expect(worker(1).terminated).toBe(true);
    expect(proved).toEqual([
      [plan[0], ["/engines/tfjs/a.wasm"]],
      [plan[1], []],
    ]);
  });

  it("keeps no engine that did not prove itself", async () => {
    const { worker, proved, checker, flush, reasonOf } = lab();
    checker.start();
    worker(0).answer({ ...right({ engine: "tfjs", backend: "wasm" }), ok: false, reason: "wrong" });
    await flush();
    expect(reasonOf(0)).toBe("wrong");
    expect(proved).toEqual([]);
  });

  it.each<[string, (worker: FakeWorker, clock: ReturnType<typeof heldClock>) => void, RegExp]>([
    ["crashes", (worker) => worker.crash("out of memory"), /^out of memory$/],
    ["fails", (worker) => worker.fail(new AppError("internal", { reason: "broken" })), /broken/],
    ["never starts", (_, clock) => clock.pass(firstBeatLimitMs + 2_000), /never started/],
    [
      "falls silent",
      (worker, clock) => {
        worker.listeners.heartbeat(undefined);
        clock.pass(silenceLimitMs + 2_000);
      },
      /stopped answering/,
    ],
    [
      "gives no first answer, though it beats",
      (worker, clock) => {
        worker.listeners.attempt({ engine: "tfjs", backend: "wasm", state: "started" });
        for (let ms = 0; ms <= checkLimitMs; ms += 500) {
          worker.listeners.heartbeat(undefined);
          clock.pass(500);
        }
      },
      /no first answer within 60 s/,
    ],
    [
      "hangs in a later run, though it beats",
      (worker, clock) => {
        worker.listeners.attempt({ engine: "tfjs", backend: "wasm", state: "settled" });
        for (let ms = 0; ms <= checkLimitMs; ms += 500) {
          worker.listeners.heartbeat(undefined);
          clock.pass(500);
        }
      },
      /did not finish its runs within 60 s/,
    ],
  ])("goes on with a new worker when one %s", async (_, harm, reason) => {
    const { clock, worker, checker, flush, steps, reasonOf } = lab();
    checker.start();
    harm(worker(0), clock);
    await flush();
    expect(worker(0).terminated).toBe(true);
    expect(reasonOf(0)).toMatch(reason);
    expect(steps()).toEqual(["done", "preparing"]);
    worker(1).answer(right({ engine: "onnx", backend: "webgpu" }));
    await flush();
    expect(checker.store.getState().at).toBe("done");
  });

  it("allows an engine's start to block its worker", async () => {
    const { clock, worker, checker, steps } = lab();
    checker.start();
    worker(0).listeners.attempt({ engine: "tfjs", backend: "wasm", state: "started" });
    clock.pass(checkLimitMs - 1_000);
    expect(worker(0).terminated).toBe(false);
    expect(steps()).toEqual(["starting", "waiting"]);
  });

  it("ends its worker when it is cancelled, keeps what is done, and can start again", async () => {
    const { workers, worker, checker, flush, steps } = lab();
    checker.start();
    worker(0).answer(right({ engine: "tfjs", backend: "wasm" }));
    await flush();
    checker.cancel();
    await flush();
    expect(worker(1).terminated).toBe(true);
    expect(checker.store.getState().at).toBe("cancelled");
    expect(steps()).toEqual(["done", "waiting"]);
    expect(workers).toHaveLength(2);
    checker.start();
    expect(steps()).toEqual(["preparing", "waiting"]);
    expect(workers).toHaveLength(3);
  });
});

it("plans every engine on every backend", () => {
  expect(checkPlan).toHaveLength(6);
  expect(new Set(checkPlan.map(({ engine, backend }) => `${engine} ${backend}`)).size).toBe(6);
});
