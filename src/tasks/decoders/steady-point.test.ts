import { describe, expect, it } from "vitest";
import { SteadyPoint, type SteadyTuning } from "./steady-point.ts";

const tuning: SteadyTuning = {
  standingCutoffHz: 1,
  cutoffPerSpeed: 20,
  speedCutoffHz: 2,
  noiseSpeed: 0.05,
};
const size = 400;

/** Noise that is the same in every run, −1 … 1. */
function noise(step: number): number {
  const wave = Math.sin(step * 12.9898) * 43758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe("a steady point", () => {
  it.each([
    [10, 0.6],
    [30, 0.5],
    [60, 0.4],
  ])("at %d frames a second lets no more than %d of its noise through", (rate, part) => {
    const point = new SteadyPoint(tuning, 200, 100);
    const measured: number[] = [];
    const steady: number[] = [];
    for (let step = 1; step <= rate * 6; step += 1) {
      const x = 200 + 1.5 * noise(step);
      point.update(x, 100, 1 / rate, size);
      if (step <= rate) continue;
      measured.push(x);
      steady.push(point.x);
    }
    expect(spread(steady)).toBeLessThan(spread(measured) * part);
  });

  it.each([10, 30, 60])("trails by the lag that it states, at %d frames a second", (rate) => {
    const speed = 300;
    const point = new SteadyPoint(tuning, 0, 0);
    for (let step = 1; step <= rate * 3; step += 1) {
      point.update((step / rate) * speed, 0, 1 / rate, size);
    }
    const behindSeconds = (3 * speed - point.x) / speed;
    expect(behindSeconds).toBeCloseTo(point.lagSeconds, 3);
    expect(behindSeconds).toBeLessThan(0.02);
  });

  it("trails less the faster it moves", () => {
    const lagAt = (speed: number): number => {
      const point = new SteadyPoint(tuning, 0, 0);
      for (let step = 1; step <= 60; step += 1) {
        point.update(0, (step / 30) * speed, 1 / 30, size);
      }
      return point.lagSeconds;
    };
    expect(lagAt(40)).toBeGreaterThan(2 * lagAt(200));
    expect(lagAt(200)).toBeGreaterThan(2 * lagAt(1000));
  });

  it("keeps a slanting path straight", () => {
    const point = new SteadyPoint(tuning, 0, 0);
    for (let step = 1; step <= 30; step += 1) point.update(step * 9, step * 3, 1 / 30, size);
    expect(point.x / point.y).toBeCloseTo(3, 6);
  });

  it("treats near and far alike", () => {
    const near = new SteadyPoint(tuning, 0, 0);
    const far = new SteadyPoint(tuning, 0, 0);
    for (let step = 1; step <= 20; step += 1) {
      near.update(step * step, 0, 1 / 30, size);
      far.update((step * step) / 10, 0, 1 / 30, size / 10);
    }
    expect(far.x * 10).toBeCloseTo(near.x, 6);
  });
});
