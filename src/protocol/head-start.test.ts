import { describe, expect, it } from "vitest";
import { headStartOf, headStartText, readHeadStart, workerName } from "./head-start.ts";

const headStart = { task: "pose", engine: "litert", backend: "wasm" };

describe("a worker's name", () => {
  it("tells what to begin with", () => {
    expect(headStartOf(workerName(headStart))).toEqual(headStart);
  });

  it("tells nothing where nothing is known", () => {
    expect(headStartOf(workerName())).toBeUndefined();
  });
});

describe("readHeadStart", () => {
  it("reads what was kept, and no more than that", () => {
    const kept = headStartText({ ...headStart, more: "x" } as typeof headStart);
    expect(readHeadStart(kept)).toEqual(headStart);
  });

  it.each(["", "pose", "pose litert", "pose litert wasm more", "  "])(
    "takes %j for nothing",
    (text) => {
      expect(readHeadStart(text)).toBeUndefined();
    },
  );
});
