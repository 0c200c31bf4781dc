import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { readFlags } from "../flags.ts";
import { openMicrophone } from "../sources/microphone.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { createRecorder, type RecorderParts } from "./recorder.ts";

vi.mock("../sources/microphone.ts", () => ({ openMicrophone: vi.fn() }));

const ready = { at: "ready", session: { task: "detect" } as SessionReport } as const;

/** A recorder over live pictures that run, and a microphone that a person is asked for. */
function lab() {
  const app = createAppStore(readFlags("?task=detect&source=sample"), 0);
  app.setState({ wanted: true, model: ready });
  const call = vi.fn(async () => undefined);
  const parts = { app, stage: {}, call, kept: Promise.resolve(undefined) };
  const recorder = createRecorder(parts as unknown as RecorderParts);
  recorder.setOptions({ stillType: "image/png", withSound: true });
  const close = vi.fn();
  const microphone = { port: () => new MessageChannel().port2, close };
  let allow: () => void = () => {};
  vi.mocked(openMicrophone).mockImplementation(
    () =>
      new Promise((resolve) => {
        allow = () => resolve(microphone);
      }),
  );
  const flush = () => new Promise((resolve) => setTimeout(resolve));
  const at = () => recorder.store.getState().recording.at;
  return { app, recorder, call, close, flush, at, allow: () => allow() };
}

beforeEach(() => {
  vi.stubGlobal("navigator", {});
});
afterEach(() => vi.unstubAllGlobals());

describe("a recording with sound", () => {
  it("begins once the microphone is allowed", async () => {
    const { recorder, call, close, flush, at, allow } = lab();
    recorder.toggle();
    expect(at()).toBe("off");
    allow();
    await flush();
    expect(at()).toBe("on");
    expect(call).toHaveBeenCalledWith("startRecording", expect.anything(), expect.anything());
    expect(close).not.toHaveBeenCalled();
  });

  it.each<[string, Partial<AppState>]>([
    ["stopped", { wanted: false }],
    ["went elsewhere", { place: "models" }],
  ])("closes the microphone and begins nothing where a person %s meanwhile", async (_, change) => {
    const { app, recorder, call, close, flush, at, allow } = lab();
    recorder.toggle();
    app.setState(change);
    allow();
    await flush();
    expect(at()).toBe("off");
    expect(call).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledTimes(1);
  });
});
