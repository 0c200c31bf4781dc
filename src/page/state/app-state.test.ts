import { describe, expect, it } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import { type AppState, failureOf, firstState, phaseOf } from "./app-state.ts";
import { emptyQueue, type QueueItem } from "./queue-state.ts";

const idle = firstState({ start: false, debug: false, check: false }, 0);
const ready: Partial<AppState> = {
  wanted: true,
  model: { at: "ready", session: {} as SessionReport },
};
const facts = {
  label: "",
  deviceId: "",
  facing: "unknown",
  width: 640,
  height: 480,
  framesPerSecond: 30,
} as const;
const live: Partial<AppState> = { ...ready, camera: { at: "live", facts } };
const refused = new AppError("camera-refused", { reason: "" });
const picture: QueueItem = {
  id: 1,
  name: "a.png",
  kind: "picture",
  file: {} as File,
  outcome: { at: "waiting" },
};
const queue = { ...emptyQueue, items: [picture], shownId: 1 };

describe("phaseOf", () => {
  it.each<[string, Partial<AppState>, string]>([
    ["a first visit", {}, "idle"],
    ["an address that asks to begin at once", { awaited: true }, "loading"],
    ["a model on its way", { wanted: true, model: { at: "starting" } }, "loading"],
    [
      "a question about a metered connection",
      { wanted: true, model: { at: "asking", bytes: 4 } },
      "loading",
    ],
    ["a camera that is still asked for", { ...ready, camera: { at: "asking" } }, "loading"],
    ["a live camera", live, "running"],
    ["a muted camera", { ...live, camera: { at: "muted", facts } }, "running"],
    ["a frozen camera", { ...live, frozen: true }, "paused"],
    ["the sample", { ...ready, source: "sample" }, "running"],
    ["no pictures yet", { ...ready, source: "files" }, "idle"],
    ["pictures", { ...ready, source: "files", queue }, "running"],
    ["a refused camera", { ...ready, camera: { at: "failed", error: refused } }, "failed"],
    [
      "a refused camera, but the sample is chosen",
      { ...ready, source: "sample", camera: { at: "failed", error: refused } },
      "running",
    ],
    ["a stopped camera", { ...live, wanted: false }, "idle"],
  ])("%s", (_words, change, phase) => {
    expect(phaseOf({ ...idle, ...change })).toBe(phase);
  });
});

describe("failureOf", () => {
  it("tells a model's failure before a camera's", () => {
    const offline = new AppError("offline", { url: "", receivedBytes: 0, totalBytes: 1 });
    const state = {
      ...idle,
      model: { at: "failed", error: offline },
      camera: { at: "failed", error: refused },
    } as const;
    expect(failureOf(state)).toBe(offline);
  });

  it("tells an unreadable picture only while it is shown", () => {
    const error = new AppError("picture-unreadable", {
      file: "a.heic",
      fault: "unsupported",
      is: "heic",
      reason: "",
    });
    const items = [
      { ...picture, outcome: { at: "failed", error } } as const,
      { ...picture, id: 2 },
    ];
    const state = { ...idle, ...ready, source: "files", queue: { ...queue, items } } as const;
    expect(failureOf(state)).toBe(error);
    expect(failureOf({ ...state, queue: { ...queue, items, shownId: 2 } })).toBeUndefined();
    expect(failureOf({ ...state, place: "files" })).toBeUndefined();
  });
});
