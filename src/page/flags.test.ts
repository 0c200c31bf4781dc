import { describe, expect, it } from "vitest";
import { readFlags, sourceKindOf } from "./flags.ts";

describe("readFlags", () => {
  it.each([
    ["", { start: false, debug: false }],
    ["?start&debug", { start: true, debug: true }],
    [
      "?task=detect&source=sample",
      { task: "detect", source: "sample", start: false, debug: false },
    ],
    [
      "?engine=tfjs&backend=wasm&model=centernet-512",
      { engine: "tfjs", backend: "wasm", model: "centernet-512", start: false, debug: false },
    ],
    ["?task=fly&source=satellite&engine=x&backend=y&model=", { start: false, debug: false }],
    ["?scan-unknown&utm_source=x", { start: false, debug: false }],
  ])("reads %s", (search, flags) => {
    expect(readFlags(search)).toEqual(flags);
  });
});

describe("sourceKindOf", () => {
  it.each([
    ["camera", "camera"],
    ["files", "files"],
    ["satellite", undefined],
    [undefined, undefined],
    [7, undefined],
  ])("reads a stored %s", (stored, kind) => {
    expect(sourceKindOf(stored)).toBe(kind);
  });
});
