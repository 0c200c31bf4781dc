import { describe, expect, it, vi } from "vitest";
import type { TaskResult } from "#tasks";
import { type AppState, createAppStore } from "./app-state.ts";
import { createStandingLook } from "./standing-look.ts";

const open = { at: "open", name: "a.mp4", positionSeconds: 0, durationSeconds: 9 } as const;
const paused: Partial<AppState> = { source: "files", video: open, frozen: true };

function lab(state: Partial<AppState>) {
  const store = createAppStore({ start: false, debug: false, check: false }, 0);
  store.setState(state);
  const sendAgain = vi.fn();
  const setFrozen = vi.fn();
  const look = createStandingLook(store, sendAgain, setFrozen, () => 1_000);
  const takes = (timestampMs: number): boolean =>
    look.takes({ frame: { width: 1, height: 1, timestampMs } } as TaskResult);
  return { look, takes, sendAgain, setFrozen };
}

describe("createStandingLook", () => {
  it("thaws the worker for one frame of the standing picture, and freezes it again", () => {
    const { look, takes, sendAgain, setFrozen } = lab(paused);
    look.again();
    expect(setFrozen).toHaveBeenLastCalledWith(false);
    expect(sendAgain).toHaveBeenCalledTimes(1);
    expect(takes(1_001)).toBe(true);
    expect(setFrozen).toHaveBeenLastCalledWith(true);
    expect(takes(1_002)).toBe(false);
  });

  it("waits past a frame from before", () => {
    const { look, takes, setFrozen } = lab(paused);
    look.again();
    expect(takes(999)).toBe(false);
    expect(setFrozen).toHaveBeenLastCalledWith(false);
    expect(takes(1_000)).toBe(true);
  });

  it.each<[string, Partial<AppState>]>([
    ["while the video plays", { ...paused, frozen: false }],
    ["at a frozen camera", { ...paused, source: "camera" }],
    ["where no video is open", { ...paused, video: { at: "none" } }],
  ])("does nothing %s", (_words, state) => {
    const { look, takes, sendAgain, setFrozen } = lab(state);
    look.again();
    expect(sendAgain).not.toHaveBeenCalled();
    expect(setFrozen).not.toHaveBeenCalled();
    expect(takes(2_000)).toBe(false);
  });
});
