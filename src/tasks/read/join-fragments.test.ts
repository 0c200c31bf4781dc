import { expect, it } from "vitest";
import type { Region } from "#shared";
import { joinFragments, joinTouching } from "./join-fragments.ts";

type Drawn = readonly [text: string, left: number, y: number, width: number, height?: number];

/** Fragments on a page turned about its corner. */
function fragments(drawn: readonly Drawn[], degrees = 0) {
  const angle = (degrees * Math.PI) / 180;
  return drawn.map(([text, left, y, width, height = 20], index) => {
    const x = left + width / 2;
    const region: Region = {
      centerX: x * Math.cos(angle) - y * Math.sin(angle),
      centerY: x * Math.sin(angle) + y * Math.cos(angle),
      width,
      height,
      rotation: angle,
    };
    return { text, score: index === 0 ? 0.8 : 1, region };
  });
}

const cases: readonly (readonly [string, readonly Drawn[], readonly string[]])[] = [
  ["nothing", [], []],
  [
    "words of a line, given in any order",
    [
      ["in", 60, 10, 20],
      ["Made", 0, 10, 50],
      ["a", 90, 11, 10],
    ],
    ["Made in a"],
  ],
  [
    "letters of a script without spaces",
    [
      ["光", 0, 10, 20],
      ["厅", 30, 10, 20],
    ],
    ["光厅"],
  ],
  [
    "spaces that were read",
    [
      ["Made ", 0, 10, 50],
      [" in", 60, 10, 20],
    ],
    ["Made in"],
  ],
  [
    "not words far apart",
    [
      ["Bread", 0, 10, 50],
      ["2.50", 90, 10, 40],
    ],
    ["Bread", "2.50"],
  ],
  [
    "not lines below each other",
    [
      ["Made", 0, 10, 50],
      ["in", 55, 34, 20],
    ],
    ["Made", "in"],
  ],
  [
    "not words of another size",
    [
      ["Sale", 0, 10, 80, 40],
      ["today", 85, 10, 50],
    ],
    ["Sale", "today"],
  ],
];

it.each(
  cases.flatMap(([name, drawn, lines]) =>
    [0, 30, -75, 180].map((turn) => [name, turn, drawn, lines] as const),
  ),
)("joins %s, on a page turned by %d°", (_, turn, drawn, lines) => {
  const texts = joinFragments(fragments(drawn, turn)).map(({ text }) => text);
  expect([...texts].sort()).toEqual([...lines].sort());
});

it("spans the whole line, in its direction, with the mean score of its characters", () => {
  const [line] = joinFragments(
    fragments(
      [
        ["Made", 0, 10, 50],
        ["in", 60, 10, 20],
      ],
      180,
    ),
  );
  expect(line?.region.width).toBeCloseTo(80, 6);
  expect(line?.region.height).toBeCloseTo(20, 6);
  expect(Math.abs(line?.region.rotation ?? 0)).toBeCloseTo(Math.PI, 6);
  expect(line?.score).toBeCloseTo((0.8 * 4 + 2) / 6, 6);
});

it("joins regions only where they touch", () => {
  const regions = fragments([
    ["a", 0, 10, 50],
    ["b", 48, 10, 50],
    ["c", 110, 10, 50],
  ]).map(({ region }) => region);
  expect(joinTouching(regions).map(({ width }) => Math.round(width))).toEqual([98, 50]);
});
