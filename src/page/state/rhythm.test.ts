import { describe, expect, it } from "vitest";
import { heartbeatMs } from "#protocol";
import { createRhythm, silenceLimitMs } from "./rhythm.ts";

/** A worker that was heard so often, with these gaps again and again. */
function known(gapsMs: readonly number[], times = 30) {
  const rhythm = createRhythm();
  for (let round = 0; round < times; round += 1) {
    for (const gapMs of gapsMs) {
      rhythm.result();
      rhythm.heard(gapMs);
    }
  }
  return rhythm;
}

describe("createRhythm", () => {
  it("is patient with a worker that it does not know", () => {
    expect(createRhythm().limitMs(0)).toBe(silenceLimitMs);
    expect(known([heartbeatMs], 5).limitMs(0)).toBe(silenceLimitMs);
  });

  it.each([
    ["one that answers at once", [20], 1_000],
    ["one that is heard by its heartbeats", [heartbeatMs], 1_000],
    ["one that blocks for the largest model of a laptop", [heartbeatMs + 140], 1_000],
  ])("notices a hang within a second: %s", (_words, gapsMs, atMostMs) => {
    expect(known(gapsMs).limitMs(0)).toBeLessThanOrEqual(atMostMs);
  });

  it("allows a slow device several times what it took before, and never more than the limit", () => {
    expect(known([800]).limitMs(0)).toBeGreaterThan(2 * 800);
    expect(known([6_000]).limitMs(0)).toBe(silenceLimitMs);
  });

  it("remembers a rare long gap for a while, and forgets it", () => {
    const usual = Array.from({ length: 100 }, () => 50);
    const rhythm = known([...usual, 900, ...usual], 1);
    expect(rhythm.limitMs(0)).toBeGreaterThan(1_500);
    for (let turn = 0; turn < 2_000; turn += 1) rhythm.heard(50);
    expect(rhythm.limitMs(0)).toBeLessThan(1_000);
  });

  it("is more patient on a device that holds up the page, too, and not for ever", () => {
    const rhythm = known([20]);
    rhythm.late(200);
    expect(rhythm.limitMs(0)).toBeGreaterThan(2_000);
    for (let turn = 0; turn < 4_000; turn += 1) rhythm.late(0);
    expect(rhythm.limitMs(0)).toBeLessThan(1_000);
  });

  it("takes twice as long to call the next one hung", () => {
    const rhythm = known([20]);
    expect(rhythm.limitMs(1)).toBe(2 * rhythm.limitMs(0));
    expect(rhythm.limitMs(9)).toBe(silenceLimitMs);
  });

  it.each([
    ["before it calls a hang, on a device that keeps up", [heartbeatMs + 40], 0],
    ["before it calls a hang, on a starved one", [600], 500],
  ])("doubts %s", (_words, gapsMs, lateMs) => {
    const rhythm = known(gapsMs);
    rhythm.late(lateMs);
    expect(rhythm.doubtMs(0)).toBeGreaterThan(Math.max(...gapsMs) + lateMs);
    expect(rhythm.doubtMs(0)).toBeLessThan(rhythm.limitMs(0));
    expect(rhythm.doubtMs(1)).toBe(2 * rhythm.doubtMs(0));
  });

  it("doubts nobody whose frames it has not seen, and later those of whom it saw few", () => {
    expect(known([6_000], 2).doubtMs(0)).toBe(silenceLimitMs);
    expect(known([300], 10).doubtMs(0)).toBe(2 * known([300], 30).doubtMs(0));
  });

  it("knows nothing any more once the worker does something else", () => {
    const rhythm = known([20]);
    rhythm.forget();
    expect(rhythm.limitMs(0)).toBe(silenceLimitMs);
  });
});
