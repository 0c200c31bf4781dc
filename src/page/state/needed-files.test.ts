import { expect, it } from "vitest";
import { neededFiles } from "./needed-files.ts";

const golden = 2;

it("names the files of the engine that is wished for, and only those", () => {
  expect(neededFiles("detect", "litert")).toHaveLength(1 + golden);
  expect(neededFiles("detect", "tfjs")).toHaveLength(2 + golden);
  expect(neededFiles("detect", undefined)).not.toHaveLength(0);
});

it("names what is there where the engine that is wished for cannot run the task", () => {
  expect(neededFiles("segment", undefined)).not.toHaveLength(0);
  expect(neededFiles("segment", "tfjs")).toEqual(neededFiles("segment", undefined));
});

it("needs nothing for a task that ships no model", () => {
  expect(neededFiles("classify", undefined)).toEqual([]);
});
