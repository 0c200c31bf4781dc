import { describe, expect, it } from "vitest";
import type { PoseResult } from "#tasks";
import { detailAt } from "./detail-at.ts";

const found: PoseResult = {
  task: "pose",
  frame: { width: 1000, height: 800, timestampMs: 0 },
  minScore: 0.3,
  people: [
    {
      score: 0.8,
      box: [100, 100, 200, 500],
      keypoints: [
        { name: "left_knee", x: 200.4, y: 400, score: 0.914 },
        { name: "right_knee", x: 160, y: 400, score: 0.5 },
        { name: "left_ankle", x: 230, y: 410, score: 0.29 },
      ],
    },
  ],
  angles: [{ joint: "left_knee", degrees: 91.6 }],
  repetitions: {
    joint: "left_knee",
    count: 12,
    range: { bentDegrees: 110.2, straightDegrees: 149.8 },
    phase: "bent",
  },
  smoothingLagMs: 23.6,
};

describe("the details at a point", () => {
  it("are those of the nearest joint that is seen", () => {
    expect(detailAt(found, 226, 408)).toEqual({
      title: "Left knee",
      rows: [
        { name: "Score", value: "91%" },
        { name: "Angle", value: "92°" },
        { name: "Position", value: "200, 400 px" },
        { name: "Repetitions", value: "12" },
        { name: "Counted between", value: "110° – 150°" },
        { name: "Smoothing trails by", value: "24 ms" },
      ],
    });
  });

  it("leave out what is not known of a joint", () => {
    const { smoothingLagMs: _, ...still } = found;
    expect(detailAt(still, 160, 400)?.rows.map(({ name }) => name)).toEqual(["Score", "Position"]);
  });

  it.each([
    ["far from every joint", found, 200, 500],
    ["where nobody is", { ...found, people: [] }, 200, 400],
  ])("are none %s", (_, result, x, y) => {
    expect(detailAt(result, x, y)).toBe(undefined);
  });

  it("reach further for a small person in a large frame than the person's size says", () => {
    const small: PoseResult = {
      ...found,
      people: [
        { score: 1, box: [0, 0, 10, 20], keypoints: [{ name: "nose", x: 5, y: 5, score: 1 }] },
      ],
    };
    expect(detailAt(small, 25, 5)?.title).toBe("Nose");
    expect(detailAt(small, 35, 5)).toBe(undefined);
  });
});
