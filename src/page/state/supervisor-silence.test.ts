import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { firstBeatLimitMs } from "./heartbeat-watch.ts";
import { restartLimit } from "./losses.ts";
import { silenceLimitMs } from "./rhythm.ts";
import { startLimitMs } from "./start-deadline.ts";
import { type FakeWorker, lab, session } from "./supervisor-lab.ts";

describe("a supervisor and a silent worker", () => {
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
});
