import { expect, it } from "vitest";
import { engineBytes, firstDownloadBytes, neededFiles } from "./download-size.ts";

it("adds a task's models to their engines", () => {
  expect(firstDownloadBytes("detect")).toBeGreaterThan(engineBytes.tfjs);
  expect(neededFiles("detect")).not.toHaveLength(0);
  expect(firstDownloadBytes("no such task")).toBe(0);
});
