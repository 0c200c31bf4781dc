import { expect, it } from "vitest";
import { bitmapComponents } from "./bitmap-components.ts";

/** A map from rows in which `#` is 1 and anything else 0. */
function drawn(rows: readonly string[]) {
  const width = rows[0]?.length ?? 0;
  const map = Float32Array.from(rows.join(""), (pixel) => (pixel === "#" ? 1 : 0));
  return bitmapComponents(map, width, rows.length, 0.5);
}

it.each([
  ["nothing", ["....", "...."], []],
  ["one pixel", ["....", "..#."], [1]],
  ["two apart", ["#..#", "#..#"], [2, 2]],
  ["pixels that touch by a corner", ["#...", ".#..", "..#."], [3]],
  ["pixels that touch by the other corner", ["..#.", ".#..", "#..."], [3]],
  ["arms that meet below", ["#.#.#", "#####"], [8]],
  ["arms that meet two rows on, late", ["#...#", "#.#.#", "#####"], [10]],
  ["a ring and what is in it", ["#####", "#...#", "#.#.#", "#...#", "#####"], [16, 1]],
  ["rows that end and begin at the edges", ["..##", "#...", "#..."], [2, 2]],
  ["everything", ["###", "###"], [6]],
])("finds %s", (_, rows, areas) => {
  expect(drawn(rows).map(({ area }) => area)).toEqual(areas);
});

it("takes only what is above the threshold", () => {
  const map = Float32Array.from([0.5, 0.75, 0.25, Number.NaN]);
  expect(bitmapComponents(map, 4, 1, 0.5).map(({ area }) => area)).toEqual([1]);
});

it("gives the centres of the ends of runs", () => {
  const [component] = drawn(["....", ".###", ".#.."]);
  expect(component?.ends).toEqual([
    [1.5, 1.5],
    [3.5, 1.5],
    [1.5, 2.5],
    [1.5, 2.5],
  ]);
});
