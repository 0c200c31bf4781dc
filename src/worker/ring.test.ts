import { describe, expect, it } from "vitest";
import { Ring } from "./ring.ts";

describe("Ring", () => {
  it("knows nothing while empty", () => {
    expect(new Ring(4).spread()).toEqual({ p50Ms: 0, p95Ms: 0 });
    expect(new Ring(4).perSecond(1000, 3000)).toBe(0);
  });

  it("ranks what it holds, whatever the order", () => {
    const ring = new Ring(100);
    for (let i = 0; i < 100; i++) ring.push(((i * 37) % 100) + 1);
    expect(ring.spread()).toEqual({ p50Ms: 50, p95Ms: 95 });
  });

  it("lets the oldest fall out", () => {
    const ring = new Ring(3);
    for (const value of [900, 1, 2, 3]) ring.push(value);
    expect(ring.length).toBe(3);
    expect(ring.spread()).toEqual({ p50Ms: 2, p95Ms: 3 });
  });

  it("gives the same spread twice: ranking does not disturb the order of falling out", () => {
    const ring = new Ring(3);
    for (const value of [3, 1, 2]) ring.push(value);
    expect(ring.spread()).toEqual(ring.spread());
    ring.push(10);
    expect(ring.spread()).toEqual({ p50Ms: 2, p95Ms: 10 });
  });

  it("counts moments a second within the window only", () => {
    const ring = new Ring(100);
    for (let at = 0; at <= 10_000; at += 200) ring.push(at);
    expect(ring.perSecond(10_000, 3000)).toBeCloseTo(5, 6);
    expect(ring.perSecond(13_500, 3000)).toBe(0);
  });

  it.each([
    [10_500, 0.25],
    [13_900, 0.25],
    [17_000, 0],
  ])("counts moments that come more seldom by the last two: at %i ms %f", (nowMs, perSecond) => {
    const ring = new Ring(3);
    for (const at of [0, 1000, 4000, 8000]) ring.push(at);
    expect(ring.perSecond(nowMs, 3000)).toBe(perSecond);
  });

  it("knows no rate of one moment", () => {
    const ring = new Ring(3);
    ring.push(1000);
    expect(ring.perSecond(1500, 3000)).toBe(0);
  });
});
