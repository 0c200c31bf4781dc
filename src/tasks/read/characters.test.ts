import { expect, it } from "vitest";
import { characters } from "./characters.ts";

it("has one character for each class of the recogniser but the blank, each once", () => {
  expect(characters).toHaveLength(6624);
  expect(characters.every((character) => [...character].length === 1)).toBe(true);
});

it.each(["a", "Z", "0", "字", "疗", "$", " "])("knows “%s”", (character) => {
  expect(characters.filter((one) => one === character)).toHaveLength(1);
});
