import { describe, expect, it } from "vitest";
import { personMask, steadyMask } from "./person-mask.ts";

/** One cell after a step from a value to another. */
function stepped(from: number, to: number, elapsedMs: number): number {
  const shown = Float32Array.of(from);
  steadyMask(shown, [to], elapsedMs);
  return shown[0] ?? Number.NaN;
}

describe("a mask that is steadied over time", () => {
  it("takes over a large change at once", () => {
    expect(stepped(0, 1, 33)).toBeCloseTo(1, 5);
    expect(stepped(0.9, 0.3, 33)).toBeCloseTo(0.3, 5);
  });

  it("takes over a small change slowly", () => {
    const after = stepped(0.5, 0.6, 33);
    expect(after).toBeGreaterThan(0.5);
    expect(after).toBeLessThan(0.53);
  });

  it("takes over more of a change the larger it is", () => {
    const parts = [0.1, 0.25, 0.4, 0.5].map((change) => stepped(0.2, 0.2 + change, 33) - 0.2);
    const shares = parts.map((part, index) => part / ([0.1, 0.25, 0.4, 0.5][index] ?? 1));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(2 * (shares[0] ?? 1));
  });

  it("goes as far in one long step as in two short ones", () => {
    const shown = Float32Array.of(0.5);
    steadyMask(shown, [0.6], 20);
    steadyMask(shown, [0.6], 20);
    expect(shown[0]).toBeCloseTo(stepped(0.5, 0.6, 40), 5);
  });

  it("halves the flicker of an edge at 30 frames in a second", () => {
    const shown = Float32Array.of(0.5);
    const seen: number[] = [];
    for (let frame = 0; frame < 30; frame += 1) {
      steadyMask(shown, [frame % 2 === 0 ? 0.45 : 0.55], 33);
      seen.push(shown[0] ?? 0);
    }
    const settled = seen.slice(10);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(0.05);
  });

  it("never leaves the values between", () => {
    for (const elapsedMs of [-5, 0, 1, 33, 10_000]) {
      const after = stepped(0.2, 0.9, elapsedMs);
      expect(after).toBeGreaterThanOrEqual(0.2);
      expect(after).toBeLessThanOrEqual(0.9 + 1e-6);
    }
  });
});

describe("a mask as it crosses threads", () => {
  it("counts the cells that are rather a person than not", () => {
    const mask = personMask([0, 0.49, 0.5, 1, 0.9, 0.1, 0, 0], 4, 2);
    expect(mask.coverage).toBe(3 / 8);
    expect([mask.width, mask.height]).toEqual([4, 2]);
  });

  it("holds one byte for each cell, and bounds what a model says", () => {
    const { alpha } = personMask([0, 0.5, 1, 1.2, -0.1, 0.2], 3, 2);
    expect([...new Uint8Array(alpha)]).toEqual([0, 128, 255, 255, 0, 51]);
  });

  it("leaves its cells out of a report", () => {
    expect(JSON.stringify(personMask([1, 1], 2, 1))).toBe(
      '{"width":2,"height":1,"coverage":1,"alpha":{}}',
    );
  });
});
