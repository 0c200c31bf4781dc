import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TaskResult } from "#tasks";
import { createResultEvents } from "./result-events.ts";

function resultAt(timestampMs: number): TaskResult {
  return { task: "detect", frame: { width: 4, height: 3, timestampMs }, detections: [] };
}

describe("result events", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("come at most ten a second, and the latest always comes", () => {
    const told: number[] = [];
    const events = createResultEvents(({ frame }) => told.push(frame.timestampMs));
    for (let atMs = 0; atMs < 1000; atMs += 10) {
      events.offer(resultAt(atMs));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(100);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(990);
  });

  it("pass on at once what comes slowly", () => {
    const told: number[] = [];
    const events = createResultEvents(({ frame }) => told.push(frame.timestampMs));
    for (const atMs of [0, 200, 400]) {
      events.offer(resultAt(atMs));
      expect(told.at(-1)).toBe(atMs);
      vi.advanceTimersByTime(200);
    }
  });

  it("are not told after they were cancelled", () => {
    const emit = vi.fn();
    const events = createResultEvents(emit);
    events.offer(resultAt(0));
    events.offer(resultAt(1));
    events.cancel();
    vi.advanceTimersByTime(1000);
    expect(emit).toHaveBeenCalledTimes(1);
  });
});
