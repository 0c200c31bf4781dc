import { describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import type { TaskResult } from "#tasks";
import { readFlags } from "../flags.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { createGoTo } from "./go-to.ts";
import { createStartStop, type StartStopParts } from "./start-stop.ts";

const ready = { at: "ready", session: { task: "detect" } as SessionReport } as const;
const result = { task: "detect" } as TaskResult;
const error = new AppError("camera-busy", { reason: "in use" });
const waiting = { id: 1, name: "a.jpg", kind: "picture", outcome: { at: "waiting" } };

function lab(change: Partial<AppState> = {}) {
  const store = createAppStore(readFlags("?task=detect"), 0);
  store.setState(change);
  const live = {
    openCamera: vi.fn(async () => {}),
    openSample: vi.fn(async () => {}),
    isSampleOpen: vi.fn(() => false),
    openScreen: vi.fn(async () => {}),
    openVideo: vi.fn(async () => {}),
    close: vi.fn(),
    setFrozen: vi.fn(),
  };
  const session = { want: vi.fn(), end: vi.fn() };
  const queue = { run: vi.fn(), redraw: vi.fn(), pause: vi.fn(), show: vi.fn(), add: vi.fn() };
  const files = { queue, pictures: { show: vi.fn(async () => null) } };
  const supervisor = { want: vi.fn() };
  const settings = { write: vi.fn() };
  const look = { again: vi.fn() };
  const onStart = vi.fn();
  const parts = { store, settings, supervisor, session, live, files, look, onStart };
  const startStop = createStartStop(parts as unknown as StartStopParts);
  const { goTo, chooseFiles } = createGoTo(store, startStop, live, files as never);
  const state = (): AppState => store.getState();
  return { ...parts, ...startStop, goTo, chooseFiles, queue, state };
}

describe("createStartStop", () => {
  it.each([
    ["camera", "openCamera"],
    ["sample", "openSample"],
    ["screen", "openScreen"],
  ] as const)("starts the %s with its session, and remembers it", (source, verb) => {
    const { start, live, session, settings, state, onStart } = lab();
    start(source);
    expect(live[verb]).toHaveBeenCalledTimes(1);
    expect(session.want).toHaveBeenCalledTimes(1);
    expect(onStart).toHaveBeenCalledTimes(1);
    expect(state()).toMatchObject({ source, wanted: true, frozen: false, seen: true });
    expect(settings.write.mock.calls).toEqual([
      ["seen", true],
      ["source", source],
    ]);
  });

  it("stops what the address asked for before it began", () => {
    const { toggle, start, state, live } = lab({ awaited: true });
    toggle();
    expect(state()).toMatchObject({ wanted: false, awaited: false });
    expect(live.openCamera).not.toHaveBeenCalled();
    start();
    expect(state()).toMatchObject({ wanted: true, awaited: false });
  });

  it("shows nothing of the source before", () => {
    const { start, state } = lab({ source: "sample", result });
    start("camera");
    expect(state().result).toBeNull();
  });

  it("keeps a session that is ready when it stops, and cancels one on its way", () => {
    const stopped = lab({ model: ready, wanted: true });
    stopped.stop();
    expect(stopped.session.end).not.toHaveBeenCalled();
    expect(stopped.live.close).toHaveBeenCalled();
    expect(stopped.supervisor.want).toHaveBeenLastCalledWith({ source: null, frozen: false });
    expect(stopped.queue.pause).toHaveBeenCalled();
    const cancelled = lab({ model: { at: "starting" }, wanted: true });
    cancelled.stop();
    expect(cancelled.session.end).toHaveBeenCalled();
  });

  it.each<[string, Partial<AppState>, boolean]>([
    ["a camera that failed", { source: "camera", camera: { at: "failed", error } }, true],
    ["a camera whose code never came", { source: "camera" }, true],
    ["no camera while it is asked for", { source: "camera", camera: { at: "asking" } }, false],
    ["no camera that is muted", { source: "camera", camera: { at: "muted" } as never }, false],
    ["a screen that failed", { source: "screen", screen: { at: "failed", error } }, true],
    ["no screen that is shared", { source: "screen", screen: { at: "live" } }, false],
    ["the sample", { source: "sample" }, true],
    ["no camera in another place", { source: "camera", place: "models" }, false],
  ])("opens %s when it tries again", (_, change, opens) => {
    const { retry, live, session, state } = lab({ ...change, model: { at: "failed", error } });
    retry();
    const calls = [live.openCamera, live.openScreen, live.openSample].flatMap(
      ({ mock }) => mock.calls,
    );
    expect(calls).toHaveLength(opens ? 1 : 0);
    expect(session.want).toHaveBeenCalledTimes(1);
    expect(state().wanted).toBe(true);
  });

  it("opens a sample again only where it is gone, and nothing that is on its way", () => {
    const sample = lab({ source: "sample" });
    sample.live.isSampleOpen.mockReturnValue(true);
    sample.retry();
    expect(sample.live.openSample).not.toHaveBeenCalled();
    const camera = lab({ source: "camera" });
    camera.start();
    camera.retry();
    expect(camera.live.openCamera).toHaveBeenCalledTimes(1);
  });

  it("toggles between start, stop and the way out of a failure", () => {
    const { toggle, state, store, session, live } = lab({ source: "sample" });
    toggle();
    expect(state().wanted).toBe(true);
    toggle();
    expect(state().wanted).toBe(false);
    store.setState({
      model: { at: "failed", error: new AppError("no-backend", { attempts: [] }) },
    });
    toggle();
    expect(state().wanted).toBe(true);
    // Stopping closed it.
    expect(live.openSample).toHaveBeenCalledTimes(2);
    expect(session.want).toHaveBeenCalledTimes(2);
  });

  it("freezes only what runs, and lets it go on", () => {
    const { toggleFrozen, supervisor, live, state, store } = lab({ source: "sample" });
    toggleFrozen();
    expect(supervisor.want).not.toHaveBeenCalled();
    store.setState({ wanted: true, model: ready });
    toggleFrozen();
    expect(state().frozen).toBe(true);
    expect(live.setFrozen).toHaveBeenLastCalledWith(true);
    toggleFrozen();
    expect(supervisor.want).toHaveBeenLastCalledWith({ frozen: false });
  });
});

describe("createGoTo", () => {
  it("stops what is live when another place is shown, and does nothing where it is", () => {
    const { start, goTo, live, state } = lab();
    start("sample");
    goTo("live");
    expect(state().wanted).toBe(true);
    goTo("models");
    expect(state()).toMatchObject({ place: "models", wanted: false, sheet: null });
    expect(live.close).toHaveBeenCalled();
  });

  it("lets files that run go on in another place, and comes back to the source before them", () => {
    const { start, goTo, chooseFiles, queue, state } = lab({ source: "sample" });
    queue.add.mockReturnValue(true);
    start("sample");
    goTo("files");
    chooseFiles([new File([""], "a.jpg", { type: "image/jpeg" })]);
    expect(state()).toMatchObject({ place: "files", source: "files", wanted: true });
    goTo("models");
    expect(state()).toMatchObject({ wanted: true, source: "files" });
    goTo("live");
    expect(state()).toMatchObject({ wanted: false, source: "sample" });
  });

  it("goes on with files that wait", () => {
    const { goTo, queue, state, store } = lab();
    store.setState({ queue: { ...state().queue, items: [waiting] as never } });
    goTo("files");
    expect(state()).toMatchObject({ source: "files", wanted: true });
    expect(queue.run).toHaveBeenCalled();
  });

  it("leads a model's files to the models, and stops what runs", () => {
    const { start, chooseFiles, queue, state } = lab();
    start("sample");
    chooseFiles([new File([""], "model.onnx")]);
    expect(state()).toMatchObject({ place: "models", wanted: false });
    expect(state().modelFiles).toHaveLength(1);
    expect(queue.add).not.toHaveBeenCalled();
  });

  it("starts nothing where none of the files can be looked at", () => {
    const { chooseFiles, queue, state } = lab();
    queue.add.mockReturnValue(false);
    chooseFiles([new File([""], "notes.txt")]);
    expect(state().wanted).toBe(false);
  });
});
