import { expect, it } from "vitest";
import type { DetectResult } from "#tasks";
import { detailAt } from "./detail-at.ts";

const result: DetectResult = {
  task: "detect",
  frame: { width: 640, height: 480, timestampMs: 0 },
  detections: [
    { label: "bus", classId: 5, score: 0.914, box: [100.4, 50.2, 300, 200], trackId: 7 },
    { label: "person", classId: 0, score: 0.5, box: [150, 60, 40, 100] },
  ],
};

it.each([
  ["the smallest box over the point", 160, 100, "person"],
  ["the larger one beside it", 300, 100, "bus"],
  ["a box on its edge", 190, 160, "person"],
  ["nothing outside", 10, 10, undefined],
])("finds %s", (_, x, y, title) => {
  expect(detailAt(result, x, y)?.title).toBe(title);
});

it("tells score, place, size and number in words with units", () => {
  expect(detailAt(result, 300, 100)?.rows).toEqual([
    { name: "Score", value: "91%" },
    { name: "Top left", value: "100, 50 px" },
    { name: "Size", value: "300 × 200 px" },
    { name: "Number", value: "7" },
  ]);
});

it("leaves the number out where nothing is followed", () => {
  expect(detailAt(result, 160, 100)?.rows.map(({ name }) => name)).not.toContain("Number");
});
