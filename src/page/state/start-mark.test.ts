import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import type { TaskResult } from "#tasks";
import { readFlags } from "../flags.ts";
import { createAppStore } from "./app-state.ts";
import { keepStartMark, readStartMark } from "./start-mark.ts";

const attempt = { engine: "litert", backend: "webgpu" } as const;
const session = { task: "detect" } as SessionReport;
const result = { task: "detect" } as TaskResult;

function lab() {
  const store = createAppStore(readFlags(""), 0);
  const kept = new Map<string, unknown>();
  const write = vi.fn((key: string, value: unknown) => void kept.set(key, value));
  const starting = keepStartMark(store, { write });
  return { store, kept, write, starting };
}

let left: Map<string, string>;
beforeEach(() => {
  left = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => left.get(key) ?? null,
    setItem: (key: string, value: string) => void left.set(key, value),
    removeItem: (key: string) => void left.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** The locks of a browser, of which each is granted at once. */
function stubLocks(): Set<string> {
  const held = new Set<string>();
  const locks = {
    request: async (name: string, _options: unknown, work: () => Promise<void>) => {
      held.add(name);
      await work();
      held.delete(name);
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  };
  vi.stubGlobal("navigator", { locks });
  return held;
}

describe("keepStartMark", () => {
  it("takes no start of another tab that goes on for one that a page died of", async () => {
    const held = stubLocks();
    const { store, kept, write, starting } = lab();
    const find = () => readStartMark(async (key) => kept.get(key), write, 0);
    store.setState({ model: { at: "starting" } });
    starting(attempt);
    expect(await find()).toEqual({});
    expect(kept.get("starting")).toEqual(attempt);
    // A page that dies lets go of its locks.
    held.clear();
    expect(await find()).toEqual({ doubted: attempt, died: attempt });
  });

  it("holds its lock no longer than its mark", async () => {
    const held = stubLocks();
    const { store, starting } = lab();
    store.setState({ model: { at: "starting" } });
    starting(attempt);
    starting(attempt);
    expect(held.size).toBe(1);
    store.setState({ model: { at: "ready", session } });
    store.setState({ result });
    await new Promise((resolve) => setTimeout(resolve));
    expect(held.size).toBe(0);
  });

  it("marks a start until its first result", () => {
    const { store, kept, starting } = lab();
    store.setState({ model: { at: "starting" } });
    starting(attempt);
    expect(kept.get("starting")).toEqual(attempt);
    store.setState({ model: { at: "ready", session } });
    expect(kept.get("starting")).toEqual(attempt);
    store.setState({ result });
    expect(kept.get("starting")).toBeNull();
  });

  it("takes a session without results for well after a while", () => {
    vi.useFakeTimers();
    const { store, kept, starting } = lab();
    store.setState({ model: { at: "starting" } });
    starting(attempt);
    store.setState({ model: { at: "ready", session } });
    vi.advanceTimersByTime(60_000);
    expect(kept.get("starting")).toBeNull();
    vi.useRealTimers();
  });

  it.each([
    ["is given up", { at: "absent" as const }],
    ["fails in words", { at: "failed" as const, error: new Error() as never }],
  ])("takes the mark away where the start %s", (_words, model) => {
    const { store, kept, starting } = lab();
    store.setState({ model: { at: "starting" } });
    starting(attempt);
    store.setState({ model });
    expect(kept.get("starting")).toBeNull();
  });

  it("writes nothing where nothing starts", () => {
    const { store, write } = lab();
    store.setState({ model: { at: "ready", session }, result });
    expect(write).not.toHaveBeenCalled();
  });
});

describe("who leaves in the middle of a start", () => {
  /** The page's start, and how it leaves before the database has written anything. */
  function page() {
    let leave: () => void = () => undefined;
    vi.stubGlobal("addEventListener", (_event: string, listener: () => void) => {
      leave = listener;
    });
    const starting = keepStartMark(createAppStore(readFlags(""), 0), { write: vi.fn() });
    return { starting, leave: () => leave() };
  }
  const next = () =>
    readStartMark(async (key) => (key === "starting" ? attempt : null), vi.fn(), 0);

  it("is not told that the page died, though the mark is still there", async () => {
    const { starting, leave } = page();
    starting(attempt);
    leave();
    expect(await next()).toEqual({});
  });

  it("is told so when a later start dies", async () => {
    const { starting, leave } = page();
    starting(attempt);
    leave();
    page().starting(attempt);
    expect(await next()).toEqual({ doubted: attempt, died: attempt });
  });

  it("says nothing where nothing was starting", async () => {
    page().leave();
    expect(await next()).toEqual({ doubted: attempt, died: attempt });
  });

  it("gets by without any storage", async () => {
    vi.stubGlobal("localStorage", undefined);
    const { starting, leave } = page();
    starting(attempt);
    leave();
    expect(await next()).toEqual({ doubted: attempt, died: attempt });
  });
});

describe("readStartMark", () => {
  const dayMs = 24 * 3_600_000;
  const read = async (kept: Readonly<Record<string, unknown>>, nowMs = 0) => {
    const write = vi.fn();
    return { found: await readStartMark(async (key) => kept[key], write, nowMs), write };
  };

  it("finds nothing where nothing was left", async () => {
    const { found, write } = await read({ starting: null });
    expect(found).toEqual({});
    expect(write).not.toHaveBeenCalled();
  });

  it("tells what the page before died of, and remembers it", async () => {
    const { found, write } = await read({ starting: attempt }, 5);
    expect(found).toEqual({ doubted: attempt, died: attempt });
    expect(write.mock.calls).toEqual([
      ["starting", null],
      ["doubted", { ...attempt, atMs: 5 }],
    ]);
  });

  it("doubts it on later visits, too, and for a week", async () => {
    const kept = { doubted: { ...attempt, atMs: 0 } };
    expect((await read(kept, 6 * dayMs)).found).toEqual({ doubted: attempt });
    expect((await read(kept, 8 * dayMs)).found).toEqual({});
  });

  it.each([["rubbish"], [{ engine: "tfjs" }], [{ engine: "other", backend: "wasm" }], [7]])(
    "takes %o for no mark",
    async (starting) => {
      expect((await read({ starting, doubted: starting })).found).toEqual({});
    },
  );
});
