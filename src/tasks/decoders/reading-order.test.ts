import { expect, it } from "vitest";
import type { Region } from "#shared";
import { readingOrder } from "./reading-order.ts";

/** A line by its left end, top and width, 10 pixels high. */
type Drawn = readonly [name: string, left: number, top: number, width: number];

function linesOf(drawn: readonly Drawn[], degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  return drawn.map(([name, left, top, width]) => {
    const [x, y] = [left + width / 2, top + 5];
    const region: Region = {
      centerX: x * Math.cos(angle) - y * Math.sin(angle),
      centerY: x * Math.sin(angle) + y * Math.cos(angle),
      width,
      height: 10,
      rotation: angle,
    };
    return { name, region };
  });
}

const cases: readonly (readonly [string, string, readonly Drawn[]])[] = [
  ["nothing", "", []],
  [
    "lines below each other",
    "a b c",
    [
      ["c", 0, 40, 50],
      ["a", 5, 0, 90],
      ["b", 0, 20, 70],
    ],
  ],
  [
    "words of a row",
    "a b c",
    [
      ["b", 40, 1, 30],
      ["c", 80, 0, 30],
      ["a", 0, 2, 30],
    ],
  ],
  [
    "a receipt row by row",
    "a 1 b 2 c 3",
    [
      ["a", 0, 0, 60],
      ["1", 150, 1, 20],
      ["b", 0, 15, 80],
      ["2", 150, 15, 20],
      ["c", 0, 30, 60],
      ["3", 150, 29, 20],
    ],
  ],
  [
    "two words in two rows, not columns",
    "a b c d",
    [
      ["a", 0, 0, 60],
      ["b", 100, 0, 60],
      ["c", 0, 15, 60],
      ["d", 100, 15, 60],
    ],
  ],
  [
    "columns under a title, above a foot",
    "T a b c d e f F",
    [
      ["T", 20, 0, 180],
      ["a", 0, 20, 90],
      ["d", 120, 20, 90],
      ["b", 0, 35, 90],
      ["e", 120, 35, 90],
      ["c", 0, 50, 90],
      ["f", 120, 50, 80],
      ["F", 30, 80, 160],
    ],
  ],
  [
    "columns whose lines are not level",
    "a b c d e f",
    [
      ["a", 0, 0, 90],
      ["d", 120, 7, 90],
      ["b", 0, 15, 90],
      ["e", 120, 22, 90],
      ["c", 0, 30, 90],
      ["f", 120, 37, 80],
    ],
  ],
  [
    "three columns",
    "a b c d e f g h i",
    [
      ["a", 0, 0, 90],
      ["d", 120, 0, 90],
      ["g", 240, 0, 90],
      ["b", 0, 15, 90],
      ["e", 120, 15, 90],
      ["h", 240, 15, 90],
      ["c", 0, 30, 90],
      ["f", 120, 30, 90],
      ["i", 240, 30, 90],
    ],
  ],
];

it.each(
  cases.flatMap(([name, order, drawn]) =>
    [0, 15, -40, 90, 180].map((degrees) => [name, degrees, order, drawn] as const),
  ),
)("reads %s on a page turned by %d°", (_, degrees, order, drawn) => {
  const names = readingOrder(linesOf(drawn, degrees)).map(({ name }) => name);
  expect(names.join(" ")).toBe(order);
});

it("reads a page upside down whose lines lie on both sides of half a turn", () => {
  const region = (y: number, rotation: number): { region: Region } => ({
    region: { centerX: 100, centerY: y, width: 180, height: 10, rotation },
  });
  const lines = [region(20, Math.PI - 0.01), region(40, -Math.PI + 0.01), region(60, Math.PI)];
  expect(readingOrder(lines).map((line) => line.region.centerY)).toEqual([60, 40, 20]);
});
