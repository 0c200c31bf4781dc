import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import type { DetectResult } from "#tasks";
import { type AppState, firstState } from "./app-state.ts";
import { resultAsJson } from "./copy-result.ts";

const createdAt = new Date(Date.UTC(2026, 0, 2));
const result: DetectResult = {
  task: "detect",
  frame: { width: 640, height: 480, timestampMs: 17 },
  detections: [{ label: "dog", classId: 16, score: 0.9, box: [1, 1, 4, 4], trackId: 3 }],
};
const session = {
  ...{ task: "detect", model: "centernet-512", variant: "tfjs-fp16" },
  ...{ engine: "tfjs", backend: "wasm" },
} as SessionReport;

function stateWith(part: Partial<AppState>): AppState {
  return { ...firstState({ start: false, debug: false, check: false }, 0), ...part };
}

beforeEach(() => {
  vi.stubGlobal("__APP_VERSION__", "0.1.0");
  return () => vi.unstubAllGlobals();
});

describe("resultAsJson", () => {
  it("tells what is found, in what and by what", () => {
    const json = resultAsJson(
      stateWith({ result, source: "sample", model: { at: "ready", session } }),
      createdAt,
    );
    expect(JSON.parse(json ?? "")).toEqual({
      schema: "localens.results.v1",
      app: { name: "Localens", version: "0.1.0" },
      createdAt: "2026-01-02T00:00:00.000Z",
      items: [
        {
          ...{ file: "sample", width: 640, height: 480, task: "detect", model: "centernet-512" },
          ...{ variant: "tfjs-fp16", engine: "tfjs", backend: "wasm", ms: 0 },
          result: { detections: result.detections },
        },
      ],
    });
  });

  it.each([
    ["nothing was found yet", { result: null, model: { at: "ready", session } }],
    ["nothing runs", { result, model: { at: "starting" } }],
    [
      "another task is loaded",
      { result, model: { at: "ready", session: { ...session, task: "pose" } } },
    ],
  ] as const)("tells nothing where %s", (_, part) => {
    expect(resultAsJson(stateWith(part), createdAt)).toBe(undefined);
  });
});
