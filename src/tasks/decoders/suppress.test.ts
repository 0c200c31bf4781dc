import { expect, it } from "vitest";
import type { Box } from "#shared";
import { suppress } from "./suppress.ts";

function found(score: number, box: Box, classId = 0) {
  return { classId, score, box };
}

// The second covers 8 of 12 columns of both together: overlap 2/3.
const left: Box = [0, 0, 10, 10];
const right: Box = [2, 0, 10, 10];

it.each([
  ["nothing", [], 0.5, []],
  ["one box", [found(0.5, left)], 0.5, [0.5]],
  ["a weaker box over a stronger", [found(0.5, left), found(0.9, right)], 0.5, [0.9]],
  ["the same boxes under a higher limit", [found(0.5, left), found(0.9, right)], 0.7, [0.9, 0.5]],
  ["boxes of two classes", [found(0.5, left), found(0.9, right, 1)], 0.5, [0.9, 0.5]],
  ["boxes that only touch", [found(0.5, left), found(0.9, [10, 0, 10, 10])], 0, [0.9, 0.5]],
  [
    "a chain, in which the suppressed suppress nobody",
    [found(0.9, [0, 0, 10, 10]), found(0.8, [3, 0, 10, 10]), found(0.7, [6, 0, 10, 10])],
    0.5,
    [0.9, 0.7],
  ],
  ["equal boxes with equal scores", [found(0.5, left), found(0.5, left)], 0.5, [0.5]],
])("keeps the best of %s", (_, boxes, maxOverlap, scores) => {
  expect(suppress(boxes, maxOverlap).map(({ score }) => score)).toEqual(scores);
});
