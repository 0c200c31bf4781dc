import { describe, expect, it, vi } from "vitest";
import { createHold } from "./hold.ts";

/** Whether a promise is settled once everything that is due has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  return settled;
}

const long = 60_000;

describe("holding frames", () => {
  it("waits for what runs, and lets nothing begin until it ends", async () => {
    const hold = createHold();
    let end: () => void = () => {};
    const work = hold.during(() => new Promise<void>((resolve) => (end = resolve)));
    const held = hold.begin(long);
    expect(await isSettled(held)).toBe(false);
    end();
    await work;
    expect(await isSettled(held)).toBe(true);
    const passed = hold.passed();
    expect(await isSettled(passed)).toBe(false);
    hold.end();
    expect(await isSettled(passed)).toBe(true);
    expect(hold.holds()).toBe(false);
  });

  it("holds after work that failed, too, and passes its failure on", async () => {
    const hold = createHold();
    const work = hold.during(() => Promise.reject(new Error("lost")));
    await expect(work).rejects.toThrow("lost");
    expect(await isSettled(hold.begin(long))).toBe(true);
    hold.end();
  });

  it("ends by itself: who holds may die of what it measures", async () => {
    vi.useFakeTimers();
    try {
      const hold = createHold();
      await hold.begin(600);
      vi.advanceTimersByTime(599);
      expect(hold.holds()).toBe(true);
      vi.advanceTimersByTime(1);
      expect(hold.holds()).toBe(false);
      await hold.passed();
    } finally {
      vi.useRealTimers();
    }
  });

  it("is held by the last who asks: an earlier limit ends nothing any more", async () => {
    vi.useFakeTimers();
    try {
      const hold = createHold();
      await hold.begin(100);
      await hold.begin(600);
      vi.advanceTimersByTime(100);
      expect(hold.holds()).toBe(true);
      hold.end();
      expect(hold.holds()).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});
