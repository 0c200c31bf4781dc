import { describe, expect, it } from "vitest";
import { jointAngles } from "./joint-angles.ts";
import type { Keypoint, KeypointName } from "./task.ts";

function at(name: KeypointName, x: number, y: number, score = 0.9): Keypoint {
  return { name, x, y, score };
}

function elbow(wristX: number, wristY: number): number | undefined {
  const keypoints = [
    at("left_shoulder", 100, 100),
    at("left_elbow", 100, 200),
    at("left_wrist", wristX, wristY),
  ];
  return jointAngles(keypoints, 0.3).find(({ joint }) => joint === "left_elbow")?.degrees;
}

describe("joint angles", () => {
  it.each([
    ["straight", 100, 300, 180],
    ["a right angle outwards", 200, 200, 90],
    ["a right angle inwards", 0, 200, 90],
    ["closed", 100, 120, 0],
    ["half open", 170.7107, 129.2893, 45],
    ["wide", 170.7107, 270.7107, 135],
  ])("%s", (_, x, y, degrees) => {
    expect(elbow(x, y)).toBeCloseTo(degrees, 3);
  });

  it("are not told where two of the points are one", () => {
    expect(elbow(100, 200)).toBe(undefined);
  });

  it("are told of all eight joints of a whole body", () => {
    const sides = (["left", "right"] as const).flatMap((side) => {
      const x = side === "left" ? 60 : 40;
      return [
        at(`${side}_shoulder`, x, 20),
        at(`${side}_elbow`, x, 40),
        at(`${side}_wrist`, x, 60),
        at(`${side}_hip`, x, 60),
        at(`${side}_knee`, x, 80),
        at(`${side}_ankle`, x, 100),
      ];
    });
    const angles = jointAngles(sides, 0.3);
    expect(angles).toHaveLength(8);
    expect(angles.map(({ degrees }) => Math.round(degrees))).toEqual([
      180, 180, 0, 0, 180, 180, 180, 180,
    ]);
  });

  it("are left out where one of their three points is not seen", () => {
    const keypoints = [
      at("left_hip", 0, 0),
      at("left_knee", 0, 50),
      at("left_ankle", 0, 100, 0.29),
    ];
    expect(jointAngles(keypoints, 0.3)).toEqual([]);
    expect(jointAngles(keypoints, 0.25)).toEqual([{ joint: "left_knee", degrees: 180 }]);
  });
});
