import { expect, it } from "vitest";
import type { Box } from "#shared";
import type { PointedBox } from "./anchor-boxes.ts";
import { blendDoubles } from "./blend-doubles.ts";

function found(score: number, box: Box): PointedBox {
  return { classId: 0, score, box, points: [[box[0], box[1]]] };
}

it("keeps boxes that stand apart, best first", () => {
  const [weak, strong] = [found(0.5, [0, 0, 10, 10]), found(0.9, [50, 0, 10, 10])];
  expect(blendDoubles([weak, strong], 0.3)).toEqual([strong, weak]);
});

it("means doubles by their score, box and points alike, and keeps the best score", () => {
  const doubles = [found(0.75, [0, 0, 100, 100]), found(0.25, [20, 0, 100, 60])];
  expect(blendDoubles(doubles, 0.3)).toEqual([
    { classId: 0, score: 0.75, box: [5, 0, 100, 90], points: [[5, 0]] },
  ]);
});

it("compares with the best box, not with the mean or with other doubles", () => {
  const row = [
    found(0.9, [0, 0, 100, 100]),
    found(0.8, [40, 0, 100, 100]),
    found(0.7, [80, 0, 100, 100]),
  ];
  expect(blendDoubles(row, 0.3)).toHaveLength(2);
});

it("gives the same for any order of what was found", () => {
  const row = [
    found(0.9, [0, 0, 50, 50]),
    found(0.6, [5, 5, 50, 50]),
    found(0.5, [70, 70, 20, 20]),
  ];
  expect(blendDoubles([...row].reverse(), 0.3)).toEqual(blendDoubles(row, 0.3));
});

it("finds nothing in nothing", () => {
  expect(blendDoubles([], 0.3)).toEqual([]);
});
