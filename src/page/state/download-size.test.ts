import { expect, it } from "vitest";
import { engineBytes, firstDownloadBytes, neededFiles } from "./download-size.ts";

it("adds a task's models to their engines", () => {
  expect(firstDownloadBytes("detect", undefined)).toBeGreaterThan(engineBytes.litert);
  expect(neededFiles("detect", undefined)).not.toHaveLength(0);
  expect(firstDownloadBytes("no such task", undefined)).toBe(0);
});

it("counts the files of the engine that is wished for, and only those", () => {
  const bytes = firstDownloadBytes("detect", "tfjs");
  expect(bytes).toBeGreaterThan(engineBytes.tfjs);
  expect(bytes).toBeLessThan(engineBytes.litert);
  const golden = 2;
  expect(neededFiles("detect", "litert")).toHaveLength(1 + golden);
  expect(neededFiles("detect", "tfjs")).toHaveLength(2 + golden);
});

it("counts what is there where the engine that is wished for cannot run the task", () => {
  expect(neededFiles("segment", "tfjs")).toEqual(neededFiles("segment", undefined));
});
