import { describe, expect, it } from "vitest";
import { readFlags, sourceKindOf } from "./flags.ts";

describe("readFlags", () => {
  it.each([
    ["", { start: false, debug: false, check: false }],
    ["?start&debug", { start: true, debug: true, check: false }],
    [
      "?task=detect&source=sample",
      { task: "detect", source: "sample", start: false, debug: false, check: false },
    ],
    [
      "?engine=tfjs&backend=wasm&model=centernet-512",
      {
        engine: "tfjs",
        backend: "wasm",
        model: "centernet-512",
        start: false,
        debug: false,
        check: false,
      },
    ],
    [
      "?task=fly&source=satellite&engine=x&backend=y&model=",
      { start: false, debug: false, check: false },
    ],
    ["?tune=off", { tune: "off", start: false, debug: false, check: false }],
    ["?governor=off", { governor: "off", start: false, debug: false, check: false }],
    ["?governor=on", { start: false, debug: false, check: false }],
    ["?tune=loud", { start: false, debug: false, check: false }],
    [
      "?place=files&received",
      { place: "files", received: "waiting", start: false, debug: false, check: false },
    ],
    [
      "?place=files&received=failed",
      { place: "files", received: "lost", start: false, debug: false, check: false },
    ],
    [
      "?place=benchmark&bench-runs=7.2",
      { place: "benchmark", benchRuns: 8, start: false, debug: false, check: false },
    ],
    ["?bench-runs=-1", { start: false, debug: false, check: false }],
    ["?bench-runs=many", { start: false, debug: false, check: false }],
    ["?check", { start: false, debug: false, check: true }],
    ["?scan-unknown&utm_source=x", { start: false, debug: false, check: false }],
  ])("reads %s", (search, flags) => {
    expect(readFlags(search)).toEqual(flags);
  });
});

describe("sourceKindOf", () => {
  it.each([
    ["camera", "camera"],
    ["screen", "screen"],
    ["files", "files"],
    ["satellite", undefined],
    [undefined, undefined],
    [7, undefined],
  ])("reads a stored %s", (stored, kind) => {
    expect(sourceKindOf(stored)).toBe(kind);
  });
});
