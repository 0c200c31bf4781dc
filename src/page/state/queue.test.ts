import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import type { TaskResult } from "#tasks";
import { type AppStore, createAppStore } from "./app-state.ts";
import { createQueue, followsItself, type Queue } from "./queue.ts";
import { countsOf } from "./queue-state.ts";
import type { HowToRun, ItemRan } from "./run-item.ts";

const session: SessionReport = {
  task: "detect",
  model: "m",
  variant: "v",
  engine: "tfjs",
  backend: "wasm",
  threads: 1,
  loadMs: 1,
  kept: true,
  refused: [],
};
const result = { task: "detect" } as TaskResult;
const file = (name: string, type = "image/png"): File => new File(["x"], name, { type });
const files = (count: number): File[] =>
  Array.from({ length: count }, (_, index) => file(`${index}.png`));

interface Turn {
  readonly name: string;
  readonly how: HowToRun;
  done(): void;
  fail(error: unknown): void;
}

describe("the queue", () => {
  let store: AppStore;
  let queue: Queue;
  let turns: Turn[];
  let woken: number;
  beforeEach(() => {
    vi.useFakeTimers();
    store = createAppStore({ start: false, debug: false, check: false, place: "files" }, 0);
    store.setState({ wanted: true, source: "files", model: { at: "ready", session } });
    turns = [];
    woken = 0;
    queue = createQueue({
      store,
      runItem: (item, how) =>
        new Promise<ItemRan>((resolve, reject) => {
          const { task, options } = how;
          const facts = { ...session, task };
          const outcome = {
            at: "done",
            results: [result],
            ms: 1,
            facts,
            options,
            notes: [],
          } as const;
          how.signal.addEventListener("abort", () => reject(how.signal.reason));
          const done = (): void => resolve({ outcome, size: { width: 4, height: 3 } });
          turns.push({ name: item.name, how, done, fail: reject });
        }),
      pictures: { show: async () => null },
      onShown: () => {},
      onWake: () => {
        woken += 1;
      },
    });
    return () => vi.useRealTimers();
  });

  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000);
  const states = (): string[] => store.getState().queue.items.map(({ outcome }) => outcome.at);
  const choose = async (chosen: readonly File[]): Promise<void> => {
    queue.add(chosen);
    queue.run();
    await settle();
  };
  const finish = async (): Promise<void> => {
    for (let at = turns.length; countsOf(store.getState().queue).left > 0; at += 1) {
      turns[at - 1]?.done();
      await settle();
    }
  };

  it("runs one file after another, and a broken one does not stop the rest", async () => {
    await choose(files(3));
    expect(states()).toEqual(["running", "waiting", "waiting"]);
    turns[0]?.done();
    await settle();
    const fault = { file: "1.png", fault: "broken", is: "png", reason: "" } as const;
    turns[1]?.fail(new AppError("picture-unreadable", fault));
    await settle();
    turns[2]?.done();
    await settle();
    expect(states()).toEqual(["done", "failed", "done"]);
    expect(countsOf(store.getState().queue)).toEqual({ total: 3, done: 2, failed: 1, left: 0 });
    queue.retryFailed();
    await settle();
    expect(turns.map(({ name }) => name)).toEqual(["0.png", "1.png", "2.png", "1.png"]);
    expect(woken).toBe(1);
  });

  it.each([
    ["the session is not ready", { model: { at: "starting" } }],
    ["nothing is wanted", { wanted: false }],
    ["the session is of another task", { task: "pose" }],
    ["another source is looked at", { source: "camera" }],
  ] as const)("waits while %s", async (_words, change) => {
    store.setState(change);
    await choose(files(1));
    expect(turns).toEqual([]);
    expect(states()).toEqual(["waiting"]);
  });

  it("gives back what is cancelled, and goes on with it", async () => {
    await choose(files(2));
    queue.cancel();
    await settle();
    expect(turns[0]?.how.signal.aborted).toBe(true);
    expect(states()).toEqual(["waiting", "waiting"]);
    queue.goOn();
    await settle();
    expect(states()).toEqual(["running", "waiting"]);
  });

  it("leaves videos to the live view while that is shown, and runs what is shown first", async () => {
    store.setState({ place: "live" });
    await choose([file("film.mp4", "video/mp4"), ...files(3)]);
    expect(turns.map(({ name }) => name)).toEqual(["0.png"]);
    const third = store.getState().queue.items[3];
    queue.show(third?.id ?? 0);
    turns[0]?.done();
    await settle();
    expect(turns[1]).toMatchObject({ name: "2.png", how: { show: true } });
  });

  it("gives a file up with which the worker died twice", async () => {
    await choose(files(2));
    const lost = new AppError("worker-lost", { reason: "crashed", restarts: 1 });
    turns[0]?.fail(lost);
    await settle();
    expect(states()).toEqual(["waiting", "waiting"]);
    queue.run();
    await settle();
    turns[1]?.fail(lost);
    await settle();
    expect(states()).toEqual(["failed", "waiting"]);
    queue.run();
    await settle();
    expect(turns[2]?.name).toBe("1.png");
  });

  it("follows other options by itself where results are few", async () => {
    await choose(files(2));
    await finish();
    const before = turns.length;
    const { options } = store.getState();
    store.setState({ options: { ...options, detect: { ...options.detect, minScore: 0.9 } } });
    queue.follow();
    await settle();
    expect(turns[before]?.how.options).toMatchObject({ minScore: 0.9 });
  });

  it("asks before it looks again at many", async () => {
    await choose(files(followsItself + 1));
    await finish();
    const before = turns.length;
    const { options } = store.getState();
    store.setState({ options: { ...options, detect: { ...options.detect, minScore: 0.9 } } });
    queue.follow();
    await settle();
    expect(turns.length).toBe(before);
    queue.lookAgain();
    await settle();
    expect(turns.length).toBe(before + 1);
  });

  it("runs again at once what ran with options that changed meanwhile", async () => {
    await choose(files(1));
    const { options } = store.getState();
    store.setState({ options: { ...options, detect: { ...options.detect, minScore: 0.9 } } });
    queue.follow();
    await settle();
    expect(turns[0]?.how.signal.aborted).toBe(true);
    expect(turns[1]?.how.options).toMatchObject({ minScore: 0.9 });
  });

  it("takes files out, the running one too, and shows a neighbour of the shown one", async () => {
    await choose(files(3));
    const [first, second] = store.getState().queue.items;
    queue.remove(first?.id ?? 0);
    await settle();
    expect(turns[0]?.how.signal.aborted).toBe(true);
    expect(store.getState().queue.shownId).toBe(second?.id);
    expect(turns[1]?.name).toBe("1.png");
    queue.clear();
    expect(store.getState().queue.items).toEqual([]);
  });

  it("counts what a folder holds besides pictures and videos", () => {
    queue.add([], [file("a.png"), file("notes.txt", "text/plain")]);
    expect(store.getState().queue).toMatchObject({ leftOut: 1, items: [{ name: "a.png" }] });
    expect(queue.add([], [file("notes.txt", "text/plain")])).toBe(false);
  });
});
