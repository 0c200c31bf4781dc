import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { mostLosses } from "./losses.ts";
import { startLimitMs } from "./start-deadline.ts";
import { lab, session } from "./supervisor-lab.ts";

describe("a supervisor and what fails again", () => {
  it("refuses an attempt that does not settle in time and loads again without it", async () => {
    const { wantAll, worker, clock, flush, loads, supervisor } = lab();
    wantAll();
    await flush();
    worker(0).listeners.attempt({ engine: "tfjs", backend: "webgpu", state: "started" });
    clock.pass(startLimitMs.webgpu + 1);
    await flush();
    const refused = [
      {
        engine: "tfjs",
        backend: "webgpu",
        reason: `did not start within ${startLimitMs.webgpu / 1000} s`,
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
    clock.pass(startLimitMs.wasm - 1);
    worker(0).listeners.attempt({ ...attempt, state: "settled" });
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(1);
  });

  it("steps down from what fails again and again while it runs, and says so", async () => {
    const { runAll, workers, loads, worker, clock, flush, events } = lab();
    await runAll();
    for (let round = 0; round < mostLosses; round += 1) {
      workers.at(-1)?.crash("it fell");
      clock.pass(2_000);
      await flush();
      workers.at(-1)?.answerLoad(session);
      await flush();
    }
    const { engine, backend } = session;
    expect(events.onSteppedDown).toHaveBeenCalledTimes(1);
    expect(events.onSteppedDown.mock.lastCall?.[0]).toMatchObject({ engine, backend });
    expect(loads(mostLosses - 1)[0]?.refused).toEqual([]);
    expect(loads(mostLosses)[0]?.refused).toMatchObject([{ engine, backend }]);
    expect(worker(mostLosses).terminated).toBe(false);
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("steps down at once from what answers wrongly", async () => {
    const { runAll, worker, loads, clock, flush, events } = lab();
    await runAll();
    const { engine, backend } = session;
    const details = { engine, backend, output: "out", worst: 1, tolerance: 0 };
    worker(0).listeners.failed({ code: "golden-mismatch", details, causes: [] });
    clock.pass(0);
    await flush();
    expect(events.onRestart.mock.lastCall?.[1]).toBe("wrong-backend");
    expect(loads(1)[0]?.refused).toMatchObject([{ engine, backend }]);
  });

  it("recovers from a GPU that is lost again as it is re-created: another is tried", async () => {
    const { runAll, worker, loads, clock, flush, events } = lab();
    await runAll();
    const lost = {
      code: "engine-failed" as const,
      details: { engine: "tfjs", backend: "webgpu", reason: "the GPU device was lost: reset" },
      causes: [],
    };
    worker(0).listeners.failed(lost);
    clock.pass(0);
    await flush();
    expect(events.onRestart.mock.lastCall?.[1]).toBe("device-lost");
    for (const index of [1, 2]) {
      worker(index).listeners.attempt({ engine: "tfjs", backend: "webgpu", state: "started" });
      worker(index).listeners.failed(lost);
      clock.pass(2_000);
      await flush();
    }
    expect(loads(3)[0]?.refused).toMatchObject([{ engine: "tfjs", backend: "webgpu" }]);
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("replaces a worker that outgrew its memory, and lets the next one be for a while", async () => {
    const { runAll, worker, workers, clock, flush, events } = lab();
    await runAll();
    worker(0).listeners.trouble({ kind: "memory-growth" });
    clock.pass(0);
    await flush();
    expect(events.onRestart.mock.lastCall?.[1]).toBe("memory-growth");
    worker(1).listeners.trouble({ kind: "memory-growth" });
    await flush();
    expect(workers).toHaveLength(2);
  });

  it("waits with the next worker until there is room for it again", async () => {
    const { runAll, worker, workers, clock, flush, room } = lab();
    await runAll();
    room.left = false;
    worker(0).crash("Uncaught RangeError: Array buffer allocation failed");
    clock.pass(3_000);
    await flush();
    expect(workers).toHaveLength(1);
    room.left = true;
    clock.pass(500);
    await flush();
    expect(workers).toHaveLength(2);
  });

  it("waits for room only where memory was what was short, and not for ever", async () => {
    const { runAll, worker, workers, clock, flush, room } = lab();
    await runAll();
    room.left = false;
    worker(0).crash("a defect");
    clock.pass(0);
    await flush();
    expect(workers).toHaveLength(2);
    worker(1).crash("out of memory");
    clock.pass(1_000);
    await flush();
    clock.pass(9_000);
    await flush();
    expect(workers).toHaveLength(2);
    clock.pass(6_000);
    await flush();
    expect(workers).toHaveLength(3);
  });

  it("tries again with another worker where the memory of the one before is not given back yet", async () => {
    const { runAll, worker, workers, clock, flush, events } = lab();
    await runAll();
    worker(0).crash("Uncaught RangeError: WebAssembly.Memory(): could not allocate memory");
    clock.pass(0);
    await flush();
    const reason = "WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory";
    worker(1).answerLoad(new AppError("internal", { reason }));
    await flush();
    expect(events.onFailed).not.toHaveBeenCalled();
    clock.pass(500);
    await flush();
    expect(workers).toHaveLength(3);
    worker(2).answerLoad(session);
    await flush();
    expect(events.onReady).toHaveBeenCalledTimes(2);
  });
});
