import { expect, it } from "vitest";
import { engineBytes, firstDownloadBytes } from "./download-size.ts";

it("adds a task's models to their engines", () => {
  expect(firstDownloadBytes("detect", undefined)).toBeGreaterThan(engineBytes.litert);
  expect(firstDownloadBytes("no such task", undefined)).toBe(0);
});

it("counts the files of the engine that is wished for, and only those", () => {
  const bytes = firstDownloadBytes("detect", "tfjs");
  expect(bytes).toBeGreaterThan(engineBytes.tfjs);
  expect(bytes).toBeLessThan(engineBytes.litert);
});

it("counts what is there where the engine that is wished for cannot run the task", () => {
  expect(firstDownloadBytes("segment", "tfjs")).toBe(firstDownloadBytes("segment", undefined));
});
