import { describe, expect, it } from "vitest";
import { SteadyPose } from "./steady-pose.ts";
import type { Keypoint } from "./task.ts";

const size = 300;
const minScore = 0.3;

function knee(x: number, score = 0.9): readonly Keypoint[] {
  return [{ name: "left_knee", x, y: 50, score }];
}

function xAfter(
  pose: SteadyPose,
  frames: readonly (readonly [ms: number, x: number, score?: number])[],
) {
  let x = Number.NaN;
  for (const [ms, at, score] of frames) {
    x = pose.update(knee(at, score), ms, size, minScore).keypoints[0]?.x ?? Number.NaN;
  }
  return x;
}

describe("a steady pose", () => {
  it("shows a joint where it is first seen, and then between there and where it is measured", () => {
    expect(xAfter(new SteadyPose(), [[0, 100]])).toBe(100);
    const second = xAfter(new SteadyPose(), [
      [0, 100],
      [33, 110],
    ]);
    expect(second).toBeGreaterThan(100);
    expect(second).toBeLessThan(110);
  });

  it("is not pulled at by guesses, which it hands on as they are", () => {
    const calm = new SteadyPose();
    expect(
      xAfter(calm, [
        [0, 100],
        [33, 900, 0.2],
      ]),
    ).toBe(900);
    expect(xAfter(calm, [[66, 100]])).toBe(100);
  });

  it.each([
    ["after half a second unseen", 1000],
    ["when time ran backwards", -10],
  ])("starts afresh %s", (_, ms) => {
    expect(
      xAfter(new SteadyPose(), [
        [0, 100],
        [ms, 200],
      ]),
    ).toBe(200);
  });

  it("starts afresh when it is cleared", () => {
    const pose = new SteadyPose();
    xAfter(pose, [[0, 100]]);
    pose.clear();
    expect(xAfter(pose, [[33, 200]])).toBe(200);
  });

  it("states no lag while nothing moves, and the true one while it moves", () => {
    const pose = new SteadyPose();
    for (let step = 0; step < 30; step += 1) {
      expect(pose.update(knee(100), step * 33, size, minScore).lagMs).toBe(0);
    }
    let behindMs = 0;
    let stated = 0;
    for (let step = 0; step < 60; step += 1) {
      const x = 100 + step * 10;
      const { keypoints, lagMs } = pose.update(knee(x), 990 + step * 33, size, minScore);
      behindMs = ((x - (keypoints[0]?.x ?? 0)) / 10) * 33;
      stated = lagMs;
    }
    expect(stated).toBeCloseTo(behindMs, 1);
    expect(stated).toBeGreaterThan(0);
    expect(stated).toBeLessThan(30);
  });
});
