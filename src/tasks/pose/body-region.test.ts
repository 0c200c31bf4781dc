import { describe, expect, it } from "vitest";
import { bodyRegion } from "./body-region.ts";
import { type Keypoint, type KeypointName, keypointNames } from "./task.ts";

const frame = { width: 1000, height: 800 };

/** A standing figure: the middle of its hips at 400, 420; only what is listed is seen. */
function figure(
  seen: Partial<Record<KeypointName, readonly [x: number, y: number, score?: number]>>,
): readonly Keypoint[] {
  return keypointNames.map((name) => {
    const [x, y, score = 0.8] = seen[name] ?? [400, 420, 0.05];
    return { name, x, y, score };
  });
}

const torso = {
  left_shoulder: [440, 300],
  right_shoulder: [360, 300],
  left_hip: [425, 420],
  right_hip: [375, 420],
} as const;

describe("the square in which the person is looked for", () => {
  it("reaches 1.9 times as far as the torso from the middle of the hips", () => {
    const half = 120 * 1.9;
    expect(bodyRegion(figure(torso), frame)).toEqual({
      centerX: 400,
      centerY: 420,
      width: 2 * half,
      height: 2 * half,
      rotation: 0,
    });
  });

  it("reaches 1.2 times as far as the furthest joint seen", () => {
    const region = bodyRegion(figure({ ...torso, left_ankle: [430, 720] }), frame);
    expect(region?.width).toBeCloseTo(2 * 300 * 1.2);
  });

  it("does not follow joints that are guesses", () => {
    const region = bodyRegion(figure({ ...torso, left_ankle: [430, 720, 0.19] }), frame);
    expect(region?.width).toBeCloseTo(2 * 120 * 1.9);
  });

  it("reaches no further than the frame's furthest edge", () => {
    const small = { width: 1000, height: 600 };
    const near = figure({ ...torso, left_hip: [525, 320], right_hip: [475, 320], nose: [500, 20] });
    // 1.2 · 300 fits; with an ankle far below, the edge at 500 limits.
    expect(bodyRegion(near, small)?.width).toBeCloseTo(2 * 300 * 1.2);
    const close = figure({
      ...torso,
      left_hip: [525, 320],
      right_hip: [475, 320],
      nose: [500, -250],
    });
    expect(bodyRegion(close, small)?.width).toBeCloseTo(2 * 500);
  });

  it.each<[string, readonly Keypoint[]]>([
    [
      "no hip is seen",
      figure({ left_shoulder: torso.left_shoulder, right_shoulder: torso.right_shoulder }),
    ],
    ["no shoulder is seen", figure({ left_hip: torso.left_hip, right_hip: torso.right_hip })],
    ["nothing is seen", figure({})],
    [
      "the square would be larger than the frame",
      figure({ ...torso, left_hip: [105, 420], right_hip: [95, 420], nose: [900, 300] }),
    ],
    [
      "all joints lie in one point",
      figure({
        left_shoulder: [400, 420],
        right_shoulder: [400, 420],
        left_hip: [400, 420],
        right_hip: [400, 420],
      }),
    ],
    ["keypoints are missing", []],
  ])("is the whole frame when %s", (_, keypoints) => {
    expect(bodyRegion(keypoints, frame)).toBe(undefined);
  });

  it("needs one hip and one shoulder only", () => {
    const half = figure({ ...torso, left_hip: [425, 420, 0.1], left_shoulder: [440, 300, 0.1] });
    expect(bodyRegion(half, frame)?.centerX).toBe(400);
  });
});
