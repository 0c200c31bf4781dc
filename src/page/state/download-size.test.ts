import { expect, it } from "vitest";
import { type EngineId, engineBytesOn } from "#shared";
import { firstDownloadBytes, wholeDownloadBytes } from "./download-size.ts";

const weighs = (engine: EngineId): number => engineBytesOn({ engine, backend: "wasm" }, false);

it("counts what weighs least, and its engine, where nobody wishes otherwise", () => {
  const bytes = firstDownloadBytes("detect", {});
  expect(bytes).toBe(firstDownloadBytes("detect", { engine: "tfjs" }));
  expect(bytes).toBeGreaterThan(weighs("tfjs"));
  expect(bytes).toBeLessThan(weighs("litert"));
  expect(firstDownloadBytes("no such task", {})).toBe(0);
});

it("counts the files of the engine that is wished for, and only those", () => {
  const bytes = firstDownloadBytes("detect", { engine: "litert" });
  expect(bytes).toBeGreaterThan(weighs("litert"));
  expect(wholeDownloadBytes("detect", { engine: "litert" })).toBe(bytes);
});

it("adds what comes behind the first frames, each engine once", () => {
  const both =
    firstDownloadBytes("faces", { engine: "tfjs" }) +
    firstDownloadBytes("faces", { engine: "litert" });
  expect(wholeDownloadBytes("faces", {})).toBe(both);
  expect(wholeDownloadBytes("read", {})).toBe(firstDownloadBytes("read", {}));
});

it("counts what is there where the engine that is wished for cannot run the task", () => {
  expect(firstDownloadBytes("segment", { engine: "tfjs" })).toBe(firstDownloadBytes("segment", {}));
});

it("counts the card's first where only the GPU may be used: nothing begins on the processor", () => {
  const gpu = { backend: "webgpu" } as const;
  expect(firstDownloadBytes("detect", gpu)).toBeGreaterThan(weighs("litert"));
  expect(wholeDownloadBytes("detect", gpu)).toBe(firstDownloadBytes("detect", gpu));
});
