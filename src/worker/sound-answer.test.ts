import { expect, it } from "vitest";
import { isSound } from "./sound-answer.ts";

const answer = (length: number, change: (data: Float32Array) => void = () => {}) => {
  const data = new Float32Array(length).fill(0.5);
  change(data);
  return { data };
};

it.each([
  ["numbers", [answer(1_000)], true],
  ["zeros, as of an empty scene", [answer(1_000, (data) => data.fill(0))], true],
  ["a score beyond every number", [answer(8, (data) => data.fill(Number.POSITIVE_INFINITY))], true],
  ["nothing at all", [answer(0)], true],
  ["whole numbers", [{ data: new Int32Array(9) }], true],
  ["no numbers", [answer(1_000, (data) => data.fill(Number.NaN))], false],
  ["a part without numbers", [answer(1_000, (data) => data.fill(Number.NaN, 400, 500))], false],
  ["no numbers in a later output", [answer(4), answer(3, (data) => data.fill(Number.NaN))], false],
])("%s", (_words, outputs, sound) => {
  expect(isSound(outputs)).toBe(sound);
});
