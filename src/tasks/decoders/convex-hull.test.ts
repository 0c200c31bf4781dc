import { expect, it } from "vitest";
import type { Point } from "./bitmap-components.ts";
import { convexHull } from "./convex-hull.ts";

const cases: readonly (readonly [string, readonly Point[], readonly Point[]])[] = [
  ["no points", [], []],
  [
    "one point, given twice",
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3]],
  ],
  [
    "points on one line",
    [
      [0, 0],
      [4, 4],
      [1, 1],
      [2, 2],
    ],
    [
      [0, 0],
      [4, 4],
    ],
  ],
  [
    "a square with points in it and on its sides",
    [
      [0, 0],
      [4, 4],
      [2, 0],
      [4, 0],
      [0, 4],
      [2, 2],
      [4, 2],
    ],
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ],
  ],
  [
    "a turned square",
    [
      [2, 0],
      [4, 2],
      [2, 4],
      [0, 2],
      [2, 2],
    ],
    [
      [0, 2],
      [2, 0],
      [4, 2],
      [2, 4],
    ],
  ],
  [
    "a triangle given thrice",
    [
      [0, 0],
      [3, 0],
      [0, 3],
      [0, 0],
      [3, 0],
      [0, 3],
      [0, 0],
      [3, 0],
      [0, 3],
    ],
    [
      [0, 0],
      [3, 0],
      [0, 3],
    ],
  ],
];

it.each(cases)("goes clockwise around %s", (_, points, hull) => {
  expect(convexHull(points)).toEqual(hull);
});

it("leaves its argument as it was", () => {
  const points: readonly Point[] = [
    [3, 0],
    [0, 0],
    [0, 3],
  ];
  convexHull(points);
  expect(points).toEqual([
    [3, 0],
    [0, 0],
    [0, 3],
  ]);
});
