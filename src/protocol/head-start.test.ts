import { describe, expect, it } from "vitest";
import {
  type HeadStart,
  headStartOf,
  headStartText,
  readHeadStart,
  workerName,
} from "./head-start.ts";

const load: HeadStart["load"] = {
  ...{ task: "pose", model: "movenet" },
  allowed: { engine: "litert", backend: "wasm" },
};
const headStart: HeadStart = { load, engine: "litert", backend: "wasm" };
const least: HeadStart = { load: { task: "pose", allowed: {} }, engine: "litert", backend: "wasm" };

describe("a worker's name", () => {
  it.each([headStart, least])("tells what to begin with: %j", (one) => {
    expect(headStartOf(workerName(one))).toEqual(one);
  });

  it("tells nothing where nothing is known", () => {
    expect(headStartOf(workerName())).toBeUndefined();
  });
});

describe("readHeadStart", () => {
  it("reads what was kept, and no more than that", () => {
    const more = { ...headStart, load: { ...load, refused: [] }, more: "x" };
    expect(readHeadStart(headStartText(more))).toEqual(headStart);
    expect(readHeadStart(JSON.stringify(more))).toEqual(headStart);
  });

  it.each([
    "",
    "pose litert wasm",
    "null",
    "{}",
    '{"load":{"task":"pose"},"engine":"litert","backend":"wasm"}',
    '{"load":{"task":"pose","allowed":{}},"engine":"litert"}',
    '{"load":{"task":1,"allowed":{}},"engine":"litert","backend":"wasm"}',
    '{"load":{"task":"pose","allowed":{"engine":{}}},"engine":"litert","backend":"wasm"}',
  ])("takes %s for nothing", (text) => {
    expect(readHeadStart(text)).toBeUndefined();
  });
});
