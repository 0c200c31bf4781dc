import { expect, it } from "vitest";
import { greedyCtc } from "./greedy-ctc.ts";

const characters = ["a", "b", "字", " "];

/** Steps as `class:probability`. */
function steps(...given: readonly (readonly [best: number, probability: number])[]): Float32Array {
  const classes = characters.length + 1;
  return Float32Array.from(
    given.flatMap(([best, probability]) =>
      Array.from({ length: classes }, (_, index) =>
        index === best ? probability : (1 - probability) / (classes - 1),
      ),
    ),
  );
}

it.each([
  ["no steps", steps(), "", 0],
  ["blanks only", steps([0, 1], [0, 0.9]), "", 0],
  ["characters between blanks", steps([0, 1], [1, 0.5], [0, 1], [3, 1]), "a字", 0.75],
  ["a character held over steps, by its first step", steps([2, 0.9], [2, 0.5]), "b", 0.9],
  ["the same character twice, parted by a blank", steps([2, 1], [0, 1], [2, 0.5]), "bb", 0.75],
  ["a space as the last class", steps([1, 1], [4, 1], [2, 1]), "a b", 1],
])("reads %s", (_, probabilities, text, score) => {
  const read = greedyCtc(probabilities, characters.length + 1, characters);
  expect(read.text).toBe(text);
  expect(read.score).toBeCloseTo(score, 6);
});
