import { describe, expect, it, vi } from "vitest";
import type { SessionReport, WorkerReport } from "#protocol";
import { readFlags } from "../flags.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { createGovernor, slowerRate } from "./governor.ts";
import type { HeatSignals } from "./governor-plan.ts";

const well: Pick<HeatSignals, "pressure" | "battery" | "memory"> = {
  pressure: "nominal",
  battery: null,
  memory: null,
};
const session: SessionReport = {
  task: "segment",
  model: "selfie-square",
  variant: "tflite-fp16",
  engine: "litert",
  backend: "wasm",
  threads: 2,
  loadMs: 100,
  kept: true,
  refused: [],
};

/** A running app whose seconds the test lets pass. */
async function lab(given: Partial<AppState> = {}, { off = false, mayFetch = true } = {}) {
  const store = createAppStore(readFlags("?task=segment&source=sample"), 0);
  store.setState({ wanted: true, model: { at: "ready", session }, ...given });
  const want = vi.fn();
  const renew = vi.fn();
  const chooseAnew = vi.fn();
  const write = vi.fn();
  let nowMs = 0;
  const device = { ...well };
  const governor = await createGovernor(
    {
      store,
      supervisor: { want },
      session: { renew, chooseAnew },
      settings: { write, flag: async () => off },
    },
    {
      signals: async () => ({ watches: ["latency", "pressure"], now: () => device }),
      nowMs: () => nowMs,
      mayFetch: () => mayFetch,
    },
  );
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      nowMs += 1000;
      store.setState({
        worker: { session, runs: [], fps: 20, store: [] } as unknown as WorkerReport,
      });
      // What looks for a smaller model answers.
      if (store.getState().governor.state === "slower") await vi.dynamicImportSettled();
    }
  };
  return { store, want, renew, chooseAnew, write, governor, device, pass };
}

describe("the governor", () => {
  it("halves the rate, then takes a smaller model, and gives both back one after the other", async () => {
    const { store, want, renew, device, pass } = await lab();
    await pass(2);
    device.pressure = "critical";
    await pass(6);
    expect(store.getState().governor).toMatchObject({
      state: "slower",
      reason: "pressure",
      framesPerSecond: 10,
      smaller: null,
    });
    expect(want).toHaveBeenLastCalledWith({ pace: 10 });
    expect(renew).not.toHaveBeenCalled();
    await pass(10);
    expect(store.getState().governor).toMatchObject({
      state: "smaller",
      framesPerSecond: 10,
      smaller: { task: "segment", model: "selfie-landscape" },
    });
    expect(renew).toHaveBeenCalledTimes(1);
    device.pressure = "nominal";
    await pass(12);
    expect(store.getState().governor).toMatchObject({ state: "slower", smaller: null });
    expect(renew).toHaveBeenCalledTimes(2);
    await pass(12);
    expect(store.getState().governor).toMatchObject({ state: "full", framesPerSecond: null });
    expect(want).toHaveBeenLastCalledWith({ pace: null });
    expect(store.getState().governor.log.map(({ state }) => state)).toEqual([
      ...["slower", "smaller", "slower", "full"],
    ]);
  });

  it("takes the smaller model again when it gets hot again after it was given back", async () => {
    const { store, renew, device, pass } = await lab();
    renew.mockImplementation(() => store.setState({ model: { at: "starting" } }));
    const becomeReady = () => store.setState({ model: { at: "ready", session } });
    await pass(2);
    device.pressure = "critical";
    await pass(20);
    expect(store.getState().governor.state).toBe("smaller");
    becomeReady();
    device.pressure = "nominal";
    await pass(12);
    expect(store.getState().governor).toMatchObject({ state: "slower", smaller: null });
    becomeReady();
    device.pressure = "critical";
    await pass(60);
    expect(store.getState().governor).toMatchObject({
      state: "smaller",
      smaller: { task: "segment", model: "selfie-landscape" },
    });
  });

  it.each<[string, Partial<AppState>]>([
    ["beside the tuner", { tuning: { at: "measuring", done: 0, total: 4 } }],
    ["beside a benchmark", { benchmarking: true }],
    ["in another place", { place: "models" }],
    ["while nothing runs", { wanted: false }],
    ["while the picture is frozen", { frozen: true }],
    ["while pictures are looked at", { source: "files" }],
  ])("does nothing %s", async (_words, given) => {
    const { store, want, device, pass } = await lab(given);
    await pass(2);
    device.pressure = "critical";
    await pass(60);
    expect(want).not.toHaveBeenCalled();
    expect(store.getState().governor.state).toBe("full");
  });

  it.each<[string, Partial<AppState>, boolean]>([
    ["the person chose a model", { models: { segment: "selfie-square" } }, true],
    ["the person chose an engine", { allowed: { engine: "litert" } }, true],
    ["it is not stored and may not be fetched", {}, false],
  ])("takes no smaller model where %s", async (_words, given, mayFetch) => {
    const { store, renew, device, pass } = await lab(given, { mayFetch });
    await pass(2);
    device.pressure = "critical";
    await pass(60);
    expect(store.getState().governor).toMatchObject({ state: "slower", smaller: null });
    expect(renew).not.toHaveBeenCalled();
  });

  it.each<[string, Partial<AppState>, boolean]>([
    ["another task is chosen", { task: "detect" }, true],
    ["the person chooses a model", { models: { segment: "selfie-square" } }, true],
    ["files are looked at", { source: "files" }, true],
    ["it does not start", { model: { at: "failed", error: new Error() as never } }, true],
    ["it is stopped", { task: "detect", wanted: false }, false],
  ])("leaves the smaller model when %s", async (_words, change, renews) => {
    const { store, renew, chooseAnew, device, pass } = await lab();
    await pass(2);
    device.pressure = "critical";
    await pass(20);
    expect(store.getState().governor.state).toBe("smaller");
    renew.mockClear();
    store.setState(change);
    expect(store.getState().governor).toMatchObject({ state: "slower", smaller: null });
    expect(renew).toHaveBeenCalledTimes(renews ? 1 : 0);
    expect(chooseAnew).toHaveBeenCalledTimes(renews ? 0 : 1);
  });

  it("does not ask again for a smaller model that did not start", async () => {
    const { store, device, pass } = await lab();
    await pass(2);
    device.pressure = "critical";
    await pass(20);
    store.setState({ model: { at: "failed", error: new Error() as never } });
    store.setState({ model: { at: "ready", session } });
    await pass(60);
    expect(store.getState().governor).toMatchObject({ state: "slower", smaller: null });
  });

  it("gives everything back at once when it is turned off, and remembers that", async () => {
    const { store, want, renew, write, governor, device, pass } = await lab();
    await pass(2);
    device.pressure = "critical";
    await pass(20);
    renew.mockClear();
    governor.turn(false);
    expect(write).toHaveBeenLastCalledWith("governorOff", true);
    expect(want).toHaveBeenLastCalledWith({ pace: null });
    expect(renew).toHaveBeenCalledTimes(1);
    expect(store.getState().governor).toMatchObject({ state: "off", reason: "choice" });
    await pass(60);
    expect(store.getState().governor.state).toBe("off");
    governor.turn(true);
    expect(write).toHaveBeenLastCalledWith("governorOff", false);
    device.pressure = "nominal";
    await pass(2);
    device.pressure = "critical";
    await pass(7);
    expect(store.getState().governor.state).toBe("slower");
  });

  it("stays off where the person turned it off on an earlier visit", async () => {
    const { store, device, pass } = await lab({}, { off: true });
    expect(store.getState().governor).toMatchObject({ state: "off", reason: "choice" });
    device.pressure = "critical";
    await pass(60);
    expect(store.getState().governor.state).toBe("off");
  });
});

describe("the slower rate", () => {
  it.each([
    [30, 15],
    [60, 15],
    [12, 6],
    [7, 4],
    [1.2, 1],
    [0, 1],
  ])("of %d frames a second is %d", (fps, slower) => {
    expect(slowerRate(fps)).toBe(slower);
  });
});
