import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPace } from "./pace.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pace that a frame has just begun by, and whether the next one may. */
function begun(framesPerSecond: number | null) {
  const pace = createPace();
  pace.set(framesPerSecond);
  pace.begin();
  const at = { passed: false };
  void pace.passed().then(() => {
    at.passed = true;
  });
  return { pace, at };
}

describe("the pace", () => {
  it("lets every frame begin at once as long as none is wanted", async () => {
    const { at } = begun(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(at.passed).toBe(true);
  });

  it("lets a first frame begin at once, and the next a whole interval after it began", async () => {
    const pace = createPace();
    pace.set(4);
    await pace.passed();
    const { at } = begun(4);
    await vi.advanceTimersByTimeAsync(249);
    expect(at.passed).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(at.passed).toBe(true);
  });

  it("counts the time that a frame took as rest", async () => {
    const pace = createPace();
    pace.set(2);
    pace.begin();
    await vi.advanceTimersByTimeAsync(600);
    const passed = vi.fn();
    void pace.passed().then(passed);
    await vi.advanceTimersByTimeAsync(0);
    expect(passed).toHaveBeenCalled();
  });

  it("lets go of who waits by a pace that is over", async () => {
    const { pace, at } = begun(1);
    await vi.advanceTimersByTimeAsync(100);
    pace.set(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(at.passed).toBe(true);
  });

  it("goes on waiting where the new pace is slower still", async () => {
    const { pace, at } = begun(10);
    pace.set(1);
    await vi.advanceTimersByTimeAsync(900);
    expect(at.passed).toBe(false);
    await vi.advanceTimersByTimeAsync(101);
    expect(at.passed).toBe(true);
  });

  it("lets the first frame of another source begin at once", async () => {
    const { pace, at } = begun(1);
    pace.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(at.passed).toBe(true);
  });
});
