import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import { readFlags } from "../flags.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { createTuning } from "./tuning.ts";

const session: SessionReport = {
  task: "pose",
  model: "movenet-lightning",
  variant: "tfjs-fp16",
  engine: "tfjs",
  backend: "wasm",
  threads: 1,
  loadMs: 300,
  kept: true,
  refused: [],
};
const faster: SessionReport = { ...session, engine: "litert", variant: "tflite-fp16" };

type Answers = Readonly<Record<string, (signal: AbortSignal | undefined) => unknown>>;

function prepare(
  { byItself = true, ...change }: Partial<AppState> & { byItself?: boolean } = {},
  answers: Answers = {},
) {
  const store = createAppStore(readFlags("?task=pose"), 0);
  store.setState({
    wanted: true,
    source: "sample",
    offlineReady: true,
    model: { at: "ready", session },
    ...change,
  });
  const asked: string[] = [];
  const taken: string[] = [];
  const call = async (name: string, _params: unknown, options?: { signal?: AbortSignal }) => {
    asked.push(name);
    const answer = answers[name];
    if (answer) return answer(options?.signal);
    return name === "planTuning" ? [] : null;
  };
  const tuning = createTuning({
    store,
    supervisor: { call: call as never, refused: () => [] },
    offline: { keepFiles: async () => {} },
    onTaken: ({ engine }) => void taken.push(engine),
    byItself,
  });
  return { store, asked, taken, tuning };
}

/** Lets timers pass, and the code that comes lazily arrive. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", {
    visibilityState: "visible",
    addEventListener: () => {},
    removeEventListener: () => {},
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the tuner by itself", () => {
  it("begins after ten seconds of steady running, not before", async () => {
    const { asked, tuning } = prepare();
    tuning.onReady(session);
    await pass(9_900);
    expect(asked).toEqual([]);
    await pass(200);
    expect(asked).toEqual(["planTuning", "bringFastest"]);
  });

  it("waits anew for a session that comes in between", async () => {
    const { asked, tuning } = prepare();
    tuning.onReady(session);
    await pass(8_000);
    tuning.onReady(session);
    await pass(8_000);
    expect(asked).toEqual([]);
  });

  it.each<[string, Partial<AppState>]>([
    ["the app is kept for offline use", { offlineReady: false }],
    ["the picture moves again", { frozen: true }],
    ["there is a session", { model: { at: "starting" } }],
  ])("waits until %s", async (_, change) => {
    const { store, asked, tuning } = prepare(change);
    tuning.onReady(session);
    await pass(40_000);
    expect(asked).toEqual([]);
    store.setState({ offlineReady: true, frozen: false, model: { at: "ready", session } });
    await pass(5_000);
    expect(asked).toContain("planTuning");
  });

  it("does not begin where the person wants it quiet", async () => {
    const { asked, tuning } = prepare({ byItself: false });
    tuning.onReady(session);
    await pass(60_000);
    expect(asked).toEqual([]);
  });

  it("gives up when another task is chosen", async () => {
    let signal: AbortSignal | undefined;
    const { store, tuning } = prepare(
      {},
      {
        planTuning: (given) => {
          signal = given;
          return new Promise(() => {});
        },
      },
    );
    tuning.onReady(session);
    await pass(10_000);
    expect(signal?.aborted).toBe(false);
    store.setState({ task: "faces" });
    expect(signal?.aborted).toBe(true);
  });
});

describe("the tuner, asked", () => {
  it("begins at once, kept or not, and takes the session that took over", async () => {
    const { store, asked, tuning } = prepare(
      { byItself: false, offlineReady: false },
      { bringFastest: () => faster },
    );
    tuning.measureNow();
    expect(store.getState().tuning.at).toBe("measuring");
    await pass(0);
    expect(asked).toEqual(["planTuning", "bringFastest"]);
    expect(store.getState().model).toEqual({ at: "ready", session: faster });
    expect(store.getState().tuning).toEqual({ at: "idle" });
  });

  it("leaves a standing picture to the session that looked at it", async () => {
    const { asked, tuning } = prepare({ frozen: true });
    tuning.measureNow();
    await pass(0);
    expect(asked).toEqual(["planTuning"]);
  });

  it("goes on with the next session where the worker was lost, and ends when it is cancelled", async () => {
    const lost = new AppError("worker-lost", { reason: "crashed", restarts: 1 });
    const { asked, tuning } = prepare(
      { byItself: false },
      { planTuning: () => Promise.reject(lost) },
    );
    tuning.measureNow();
    await pass(0);
    expect(asked).toEqual(["planTuning"]);
    tuning.onReady(session);
    await pass(5_000);
    expect(asked).toEqual(["planTuning", "planTuning"]);
    tuning.cancel();
    await pass(60_000);
    expect(asked).toEqual(["planTuning", "planTuning"]);
  });

  it("is not gone on with where it costs one worker after the other", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { asked, tuning } = prepare(
      {},
      {
        planTuning: (signal) => {
          signals.push(signal);
          return new Promise((_, reject) => {
            signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
          });
        },
      },
    );
    tuning.measureNow();
    for (let loss = 0; loss < 3; loss += 1) {
      await pass(0);
      tuning.onLost();
      tuning.onReady(session);
      await pass(60_000);
    }
    expect(asked).toEqual(["planTuning", "planTuning"]);
    expect(AppError.is(signals[0]?.reason, "worker-lost")).toBe(true);
  });

  it("ends where it cannot be done, without a word to the frames", async () => {
    const error = new AppError("model-needed", { task: "pose" });
    const { store, asked, tuning } = prepare(
      { byItself: false },
      { planTuning: () => Promise.reject(error) },
    );
    tuning.measureNow();
    await pass(60_000);
    expect(asked).toEqual(["planTuning"]);
    expect(store.getState().model.at).toBe("ready");
    expect(store.getState().tuning.at).toBe("idle");
  });
});

describe("what is faster and starts slower, or is not here", () => {
  const behind = { ...session, fasterKnown: true };
  const result = { task: "pose" } as AppState["result"];
  const never = (signal: AbortSignal | undefined): Promise<never> =>
    new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    });
  const whole = ["fetchFastest", "bringFastest"];

  it("comes behind the first result", async () => {
    const { store, asked, taken, tuning } = prepare(
      { byItself: false },
      { bringFastest: () => faster },
    );
    tuning.onReady(behind);
    await pass(20_000);
    expect(asked).toEqual([]);
    store.setState({ result });
    await pass(0);
    expect(asked).toEqual(whole);
    expect(store.getState().model).toEqual({ at: "ready", session: faster });
    // It is kept for offline use, and the next visit begins with it.
    expect(taken).toEqual(["litert"]);
  });

  it("does not come any more where the session ended before", async () => {
    const { store, asked, tuning } = prepare({ byItself: false });
    tuning.onReady(behind);
    store.setState({ model: { at: "absent" } });
    store.setState({ model: { at: "ready", session } });
    store.setState({ result });
    await pass(0);
    expect(asked).toEqual([]);
  });

  it.each<[string, Partial<AppState>]>([
    ["the picture moves again", { frozen: true }],
    ["frames come, for a chosen picture stands", { source: "files" }],
    ["nothing is measured for the person any more", { benchmarking: true }],
  ])("waits until %s", async (_, change) => {
    const { store, asked, tuning } = prepare({ byItself: false, result, ...change });
    tuning.onReady(behind);
    store.setState({ stored: true });
    await pass(0);
    expect(asked).toEqual([]);
    store.setState({ frozen: false, source: "sample", benchmarking: false });
    await pass(0);
    expect(asked).toEqual(whole);
  });

  it("is fetched on where something else came in between, and taken once", async () => {
    let tries = 0;
    const { store, asked, taken, tuning } = prepare(
      { byItself: false, model: { at: "ready", session: behind } },
      {
        fetchFastest: (signal) => {
          tries += 1;
          return tries === 1 ? never(signal) : true;
        },
        bringFastest: () => faster,
      },
    );
    tuning.onReady(behind);
    store.setState({ result });
    await pass(0);
    store.setState({ benchmarking: true });
    await pass(0);
    expect([asked, taken]).toEqual([["fetchFastest"], []]);
    store.setState({ benchmarking: false });
    await pass(0);
    expect([asked, taken]).toEqual([["fetchFastest", ...whole], ["litert"]]);
    store.setState({ stored: true });
    await pass(0);
    expect(asked).toHaveLength(3);
  });

  it("gives way to a picture that is made to stand while it starts, and comes when that moves", async () => {
    let tries = 0;
    const { store, asked, taken, tuning } = prepare(
      { byItself: false, model: { at: "ready", session: behind } },
      {
        bringFastest: (signal) => {
          tries += 1;
          return tries === 1 ? never(signal) : faster;
        },
      },
    );
    tuning.onReady(behind);
    store.setState({ result });
    await pass(0);
    store.setState({ frozen: true });
    await pass(0);
    expect([asked, taken]).toEqual([whole, []]);
    store.setState({ frozen: false });
    await pass(0);
    expect([asked, taken]).toEqual([[...whole, ...whole], ["litert"]]);
  });

  it("is left to the next visit where it does not arrive", async () => {
    const offline = new AppError("offline", { url: "/models/m", receivedBytes: 0, totalBytes: 8 });
    const { store, asked, tuning } = prepare(
      { byItself: false, model: { at: "ready", session: behind } },
      { fetchFastest: () => Promise.reject(offline) },
    );
    tuning.onReady(behind);
    store.setState({ result });
    await pass(0);
    store.setState({ stored: true });
    await pass(60_000);
    expect(asked).toEqual(["fetchFastest"]);
  });

  it("is not to blame for a worker that is lost while it is fetched", async () => {
    const { store, asked, tuning } = prepare(
      { model: { at: "ready", session: behind } },
      { fetchFastest: never },
    );
    tuning.onReady(behind);
    store.setState({ result });
    await pass(0);
    tuning.onLost();
    tuning.onReady(session);
    await pass(15_000);
    expect(asked).toContain("planTuning");
  });

  it("is not brought where a page may have died of it", async () => {
    const requests: unknown[] = [];
    const doubted = { engine: "litert", backend: "wasm" } as const;
    const store = createAppStore(readFlags("?task=pose"), 0);
    store.setState({ model: { at: "ready", session: behind }, doubted });
    const tuning = createTuning({
      store,
      supervisor: {
        call: (async (_name: string, request: unknown) => void requests.push(request)) as never,
        refused: () => [],
      },
      offline: { keepFiles: async () => {} },
      onTaken: () => {},
      byItself: false,
    });
    tuning.onReady(behind);
    store.setState({ result });
    await pass(0);
    expect(requests[0]).toMatchObject({ doubted: [doubted] });
  });
});
