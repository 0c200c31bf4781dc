import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { restartLimit } from "./losses.ts";
import { lab, session } from "./supervisor-lab.ts";

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

  it("wants a source no more that is gone, and takes the next one", async () => {
    const { runAll, supervisor, opened, flush, names, events } = lab();
    opened.mockReturnValueOnce(null);
    await runAll();
    expect(names(0)).not.toContain("attachSource");
    supervisor.want({ frozen: true });
    await flush();
    expect(opened).toHaveBeenCalledTimes(1);
    supervisor.want({ source: { open: opened } });
    await flush();
    expect(names(0)).toContain("attachSource");
    expect(events.onFailed).not.toHaveBeenCalled();
  });

  it("tells again of what is ready where something else had failed, and only there", async () => {
    const { runAll, supervisor, opened, flush, names, loads, events, failure } = lab();
    opened.mockImplementationOnce(() => {
      throw new TypeError("no way to the frames");
    });
    await runAll();
    expect(failure().code).toBe("internal");
    supervisor.retry();
    await flush();
    expect(events.onReady.mock.calls).toEqual([[session], [session]]);
    expect(loads(0)).toHaveLength(1);
    expect(names(0)).toContain("attachSource");
    supervisor.retry();
    expect(events.onReady).toHaveBeenCalledTimes(2);
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
