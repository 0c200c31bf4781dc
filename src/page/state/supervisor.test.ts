import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { firstBeatLimitMs } from "./heartbeat-watch.ts";
import { mostLosses, restartLimit } from "./losses.ts";
import { silenceLimitMs } from "./rhythm.ts";
import { startLimitMs } from "./start-deadline.ts";
import { type FakeWorker, lab, session } from "./supervisor-lab.ts";

describe("createSupervisor", () => {
  it("opens no worker before a session is wanted", () => {
    const { supervisor, workers } = lab();
    supervisor.want({ frozen: false, view: null });
    expect(workers).toHaveLength(0);
  });

  it("opens a worker ahead of the first wish, and only one", async () => {
    const { supervisor, workers, names, runAll } = lab();
    supervisor.prepare();
    supervisor.prepare();
    expect(workers).toHaveLength(1);
    await runAll();
    expect(workers).toHaveLength(1);
    expect(names(0)).toContain("load");
  });

  it("loads without waiting for the answers of what comes before", async () => {
    const { supervisor, wantAll, flush, names } = lab(["attachCanvas", "setView", "setOptions"]);
    supervisor.want({
      view: { width: 4, height: 3, pixelRatio: 1, fill: "cover", mirrored: false },
    });
    wantAll();
    await flush();
    expect(names(0)).toEqual(["attachCanvas", "setView", "load"]);
  });

  it("waits for each change of options while a session runs, so that only the newest is sent", async () => {
    const { supervisor, runAll, flush, names } = lab(["setOptions"]);
    await runAll();
    for (const minScore of [0.2, 0.3, 0.4]) {
      supervisor.want({ options: { task: "detect", options: { minScore, classes: [] } } });
      await flush();
    }
    expect(names(0).filter((name) => name === "setOptions")).toHaveLength(1);
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
    expect(events.onRestart).toHaveBeenCalledWith("out of memory", "worker-oom", 0, 0);
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("tells the next worker what the lost one told last of the same source, and no other", async () => {
    const { supervisor, runAll, worker, flush, clock, opened } = lab();
    const attached = (index: number) =>
      worker(index)
        .calls.filter(({ name }) => name === "attachSource")
        .map(({ params }) => (params as { before?: unknown }).before);
    const told = (count: number) => ({
      task: "classify" as const,
      frame: { width: 1, height: 1, timestampMs: count },
      classes: [],
    });
    const lose = async (index: number) => {
      worker(index).crash("out of memory");
      clock.pass(1_000);
      await flush();
      worker(index + 1).answerLoad(session);
      await flush();
    };
    await runAll();
    worker(0).listeners.result(told(1));
    worker(0).listeners.result(told(2));
    await lose(0);
    // The next one is lost before it told anything.
    await lose(1);
    expect([attached(0), attached(1), attached(2)]).toEqual([[undefined], [told(2)], [told(2)]]);
    worker(2).listeners.result(told(3));
    // Started anew by the person, on the same worker and then on another one.
    supervisor.want({ source: { open: opened } });
    await flush();
    await lose(2);
    expect([attached(2), attached(3)]).toEqual([[told(2), undefined], [undefined]]);
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

  it("notices within a second that a worker hangs whose results were coming", async () => {
    const { runAll, worker, workers, clock, flush, events } = lab();
    await runAll();
    const result = { task: "classify" as const, frame: { width: 1, height: 1 }, classes: [] };
    for (let turn = 0; turn < 30; turn += 1) {
      clock.pass(100);
      worker(0).listeners.result({ ...result, frame: { ...result.frame, timestampMs: turn } });
    }
    const heardMs = clock.now();
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(2);
    const [words, kind, sinceMs, noticedMs = Number.NaN] = events.onRestart.mock.lastCall ?? [];
    expect([words, kind, sinceMs]).toEqual(["it stopped answering", "worker-hang", heardMs]);
    expect(noticedMs - heardMs).toBeLessThanOrEqual(1_000);
  });

  it("lets another worker begin beside one in doubt, and goes on with it once that is given up", async () => {
    const { inDoubt, worker, workers, names, loads, clock, flush, events, canvases } = lab();
    await inDoubt();
    const doubtedMs = clock.now();
    expect(names(1)).toEqual(["load"]);
    expect(loads(1)[0]?.proveAgain).toBe(true);
    expect(worker(0).terminated).toBe(false);
    expect(canvases).toHaveLength(1);
    clock.pass(1_000);
    await flush();
    expect(worker(0).terminated).toBe(true);
    worker(1).answerLoad(session);
    await flush();
    expect(workers).toHaveLength(2);
    expect(names(1)).toEqual(["load", "attachCanvas", "attachSource"]);
    expect(events.onReady).toHaveBeenCalledTimes(2);
    expect(events.onRestart).toHaveBeenCalledTimes(1);
    // Noticed when that one was begun, not when the first was given up.
    const [, , sinceMs = 0, noticedMs = 0] = events.onRestart.mock.lastCall ?? [];
    expect(noticedMs).toBeGreaterThan(sinceMs);
    expect(noticedMs).toBeLessThanOrEqual(doubtedMs);
  });

  it("gives up at once a worker that took no step while another came to its session", async () => {
    const { inDoubt, worker, workers, names, clock, flush, events } = lab();
    await inDoubt();
    const doubtedMs = clock.now();
    worker(1).answerLoad(session);
    await flush();
    clock.pass(0);
    await flush();
    expect(clock.now()).toBe(doubtedMs);
    expect(worker(0).terminated).toBe(true);
    expect(events.onRestart.mock.lastCall?.[1]).toBe("worker-hang");
    expect(names(1)).toEqual(["load", "attachCanvas", "attachSource"]);
    expect(workers).toHaveLength(2);
  });

  it("ends the worker beside one in doubt as soon as that says a word", async () => {
    const { inDoubt, worker, workers, clock, flush, events } = lab();
    await inDoubt();
    worker(0).listeners.heartbeat(undefined);
    expect(worker(1).terminated).toBe(true);
    worker(1).answerLoad(session);
    clock.pass(100);
    await flush();
    expect(worker(0).terminated).toBe(false);
    expect(workers).toHaveLength(2);
    expect(events.onRestart).not.toHaveBeenCalled();
  });

  it.each<[string, (at: FakeWorker) => void]>([
    ["crashes", (at) => at.crash("its script could not be loaded")],
    ["cannot load", (at) => at.answerLoad(new AppError("no-backend", { attempts: [] }))],
  ])("opens a third worker where the one beside %s", async (_words, fall) => {
    const { inDoubt, worker, workers, names, clock, flush, events } = lab();
    await inDoubt();
    fall(worker(1));
    await flush();
    expect(worker(1).terminated).toBe(true);
    expect(events.onRestart).not.toHaveBeenCalled();
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(3);
    expect(names(2)).toEqual(["attachCanvas", "load"]);
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("holds the one beside to the deadline of the start that it is in", async () => {
    const { inDoubt, worker, workers, clock, flush, supervisor } = lab();
    await inDoubt();
    worker(1).listeners.attempt({ engine: "tfjs", backend: "wasm", state: "started" });
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(2);
    clock.pass(startLimitMs.wasm);
    await flush();
    expect(supervisor.refused()).toMatchObject([{ engine: "tfjs", backend: "wasm" }]);
    expect(workers).toHaveLength(3);
  });

  it("sets no worker beside one in doubt where there is no room, or where another session is wanted", async () => {
    const { inDoubt, workers, supervisor, room, worker } = lab();
    room.left = false;
    await inDoubt();
    expect(workers).toHaveLength(1);
    const other = lab();
    await other.inDoubt();
    other.supervisor.want({ load: { task: "pose", allowed: {} } });
    expect(other.worker(1).terminated).toBe(true);
    supervisor.close();
    expect(worker(0).terminated).toBe(true);
  });

  it("is patient while it waits for a long answer, even where results were coming", async () => {
    const { runAll, supervisor, worker, workers, clock, flush } = lab(["runPicture"]);
    await runAll();
    const result = { task: "classify" as const, frame: { width: 1, height: 1 }, classes: [] };
    for (let turn = 0; turn < 30; turn += 1) {
      clock.pass(100);
      worker(0).listeners.result({ ...result, frame: { ...result.frame, timestampMs: turn } });
    }
    void supervisor.call("showPicture", null).catch(() => undefined);
    void supervisor.call("runPicture", {} as never).catch(() => undefined);
    clock.pass(silenceLimitMs - 500);
    await flush();
    expect(workers).toHaveLength(1);
    clock.pass(1_000);
    await flush();
    expect(workers).toHaveLength(2);
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

  it("passes on what the worker recovers from by itself, and leaves it alone", async () => {
    const { runAll, worker, workers, events } = lab();
    await runAll();
    worker(0).listeners.trouble({ kind: "store-corrupt" });
    expect(events.onTrouble).toHaveBeenCalledWith("store-corrupt");
    expect(workers).toHaveLength(1);
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
