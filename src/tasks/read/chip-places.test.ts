import { expect, it } from "vitest";
import type { Box } from "#shared";
import { chipPlaces } from "./chip-places.ts";

const canvas = { width: 400, height: 300 };
const chip = { width: 80, height: 20 };

const cases: readonly (readonly [string, readonly Box[], readonly (Box | undefined)[]])[] = [
  ["above its line", [[50, 100, 90, 30]], [[50, 80, 80, 20]]],
  ["below a line at the top", [[50, 5, 90, 30]], [[50, 35, 80, 20]]],
  ["within the canvas where its line is not", [[380, 100, 90, 30]], [[320, 80, 80, 20]]],
  [
    "below where another line stands above",
    [
      [50, 100, 90, 30],
      [50, 135, 90, 30],
    ],
    [
      [50, 80, 80, 20],
      [50, 165, 80, 20],
    ],
  ],
  [
    "nowhere between tight lines",
    [
      [0, 0, 90, 30],
      [0, 35, 90, 30],
      [0, 70, 90, 30],
    ],
    [undefined, undefined, [0, 100, 80, 20]],
  ],
];

it.each(cases)("puts a chip %s", (_, lines, places) => {
  expect(
    chipPlaces(
      lines,
      lines.map(() => chip),
      canvas,
    ),
  ).toEqual(places);
});
