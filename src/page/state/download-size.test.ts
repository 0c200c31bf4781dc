import { expect, it } from "vitest";
import { type EngineId, engineBytesOn } from "#shared";
import { firstDownloadBytes, wholeDownloadBytes } from "./download-size.ts";

const weighs = (engine: EngineId): number => engineBytesOn({ engine, backend: "wasm" }, true);

it("counts what weighs least, and its engine, where nobody wishes otherwise", () => {
  const bytes = firstDownloadBytes("detect", undefined);
  expect(bytes).toBe(firstDownloadBytes("detect", "tfjs"));
  expect(bytes).toBeGreaterThan(weighs("tfjs"));
  expect(bytes).toBeLessThan(weighs("litert"));
  expect(firstDownloadBytes("no such task", undefined)).toBe(0);
});

it("counts the files of the engine that is wished for, and only those", () => {
  const bytes = firstDownloadBytes("detect", "litert");
  expect(bytes).toBeGreaterThan(weighs("litert"));
  expect(wholeDownloadBytes("detect", "litert")).toBe(bytes);
});

it("adds what comes behind the first frames, each engine once", () => {
  const both = firstDownloadBytes("faces", "tfjs") + firstDownloadBytes("faces", "litert");
  expect(wholeDownloadBytes("faces", undefined)).toBe(both);
  expect(wholeDownloadBytes("read", undefined)).toBe(firstDownloadBytes("read", undefined));
});

it("counts what is there where the engine that is wished for cannot run the task", () => {
  expect(firstDownloadBytes("segment", "tfjs")).toBe(firstDownloadBytes("segment", undefined));
});
