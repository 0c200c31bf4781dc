import { describe, expect, it } from "vitest";
import { type ModelRuns, runWindow } from "#protocol";
import { createLatencyDrift, type Drift, freshRuns } from "./latency-drift.ts";

/** A worker that runs ten frames a second and tells of them once a second. */
function reports(add: (runs: readonly ModelRuns[]) => Drift, of = "finder") {
  let count = 0;
  return {
    for(seconds: number, p50Ms: (second: number) => number): Drift {
      let last: Drift = { drift: null, worsening: null };
      for (let second = 0; second < seconds; second += 1) {
        count += 10;
        last = add([{ of, count, p50Ms: p50Ms(second) }]);
      }
      return last;
    },
    clear: () => {
      count = 0;
    },
  };
}

describe("the drift of latency", () => {
  it("waits for as many runs as a worker's median is of", () => {
    expect(freshRuns).toBe(runWindow);
  });

  it("is not known before the session is warm and a stretch was seen", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    expect(worker.for(29, () => 40)).toEqual({ drift: null, worsening: null });
    expect(worker.for(1, () => 40)).toEqual({ drift: 1, worsening: 1 });
  });

  it("compares with the median of a stretch, so a spell of noise is no baseline", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(60, (second) => (second % 4 === 0 ? 5 : 40));
    expect(worker.for(1, () => 60)).toEqual({ drift: 1.5, worsening: 1.5 });
  });

  it("does not look at slow first seconds, and follows a device that gets faster", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(10, () => 400);
    worker.for(20, () => 80);
    expect(worker.for(1, () => 80).drift).toBe(1);
    worker.for(30, () => 40);
    expect(worker.for(1, () => 80).drift).toBe(2);
  });

  it("never takes a hot device for the baseline", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(40, () => 40);
    expect(worker.for(600, () => 72).drift).toBeCloseTo(1.8);
  });

  it("compares what runs at a lower rate with itself, and with full speed", () => {
    const drift = createLatencyDrift();
    let atFull = true;
    const worker = reports((runs) => drift.add(runs, atFull));
    worker.for(40, () => 40);
    atFull = false;
    drift.step();
    expect(worker.for(2, () => 60)).toEqual({ drift: null, worsening: null });
    expect(worker.for(30, () => 60)).toEqual({ drift: 1.5, worsening: 1 });
    const { drift: whole, worsening } = worker.for(1, () => 78);
    expect(whole).toBeCloseTo(1.95);
    expect(worsening).toBeCloseTo(1.3);
    // Nothing of it became the baseline of full speed.
    worker.for(60, () => 20);
    atFull = true;
    drift.step();
    expect(worker.for(4, () => 80).drift).toBe(2);
  });

  it("waits for fresh runs after something else had the device", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(40, () => 40);
    drift.skip();
    expect(worker.for(2, () => 90).drift).toBe(null);
    expect(worker.for(1, () => 40).drift).toBe(1);
  });

  it("waits for fresh runs where the worker's times were cleared", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(40, () => 40);
    worker.clear();
    expect(worker.for(2, () => 200).drift).toBe(null);
    expect(worker.for(1, () => 40).drift).toBe(1);
  });

  it("does not take more work for slower work", () => {
    const drift = createLatencyDrift();
    let finder = 0;
    let mesher = 0;
    const second = (faces: number): Drift => {
      finder += 10;
      mesher += 10 * faces;
      return drift.add(
        [
          { of: "finder", count: finder, p50Ms: 10 },
          { of: "mesher", count: mesher, p50Ms: 5 },
          { of: "frame", count: finder, p50Ms: 10 + 5 * faces },
        ],
        true,
      );
    };
    for (let seconds = 0; seconds < 60; seconds += 1) second(1);
    expect(second(8).drift).toBe(1);
  });

  it("looks at whole frames where the engine's own time is not known", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true), "frame");
    worker.for(40, () => 10);
    expect(worker.for(1, () => 20).drift).toBe(2);
  });

  it("says nothing while nothing runs", () => {
    const drift = createLatencyDrift();
    const worker = reports((runs) => drift.add(runs, true));
    worker.for(40, () => 40);
    expect(drift.add([{ of: "finder", count: 400, p50Ms: 40 }], true).drift).toBe(null);
  });
});
