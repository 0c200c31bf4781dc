import { describe, expect, it } from "vitest";
import { SteadyMesh } from "./steady-mesh.ts";
import type { MeshPoint } from "./task.ts";

/** The same random numbers in every run, −1 … 1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const side = 100;

describe.each([5, 15, 30, 60])("at %i frames a second", (fps) => {
  it("shakes a still face less than the network does", () => {
    const next = noise(fps);
    const steady = new SteadyMesh();
    const raw: MeshPoint[] = [];
    const calm: MeshPoint[] = [];
    for (let frame = 0; frame < 120; frame += 1) {
      const point: MeshPoint = [50 + next() * 0.5, 50 + next() * 0.5, next() * 0.5];
      raw.push(point);
      calm.push(steady.update([point], 1 / fps, side)[0] ?? point);
    }
    const jitter = (points: readonly MeshPoint[]): number =>
      points.slice(1).reduce((sum, [x, y], index) => {
        const before = points[index] ?? [x, y];
        return sum + Math.hypot(x - before[0], y - before[1]);
      }, 0);
    expect(jitter(raw) / jitter(calm)).toBeGreaterThan(fps < 15 ? 1.3 : 2.5);
  });

  it.each([0.5, 1, 2])("stays within 5 %% of a face that moves %d sizes a second", (speed) => {
    const steady = new SteadyMesh();
    let behind = 0;
    for (let frame = 0; frame < 3 * fps; frame += 1) {
      const x = (speed * side * frame) / fps;
      const [point] = steady.update([[x, 0, 0]], 1 / fps, side);
      if (frame >= fps) behind = Math.max(behind, Math.abs(x - (point?.[0] ?? Number.NaN)));
    }
    expect(behind / side).toBeLessThan(0.05);
  });
});

it("gives the first mesh as it came", () => {
  expect(new SteadyMesh().update([[1, 2, 3]], 0.1, side)).toEqual([[1, 2, 3]]);
});
