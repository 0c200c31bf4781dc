import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import type { TaskResult } from "#tasks";
import { readFlags } from "../flags.ts";
import { afterStart } from "./after-start.ts";
import { type AppState, createAppStore } from "./app-state.ts";

const model = { at: "ready", session: {} as SessionReport } as const;
const error = new AppError("internal", { reason: "no engine" });

function lab(change: Partial<AppState>) {
  const store = createAppStore(readFlags("?source=sample"), 0);
  store.setState(change);
  const over = vi.fn();
  void afterStart(store).then(over);
  const isOver = async (): Promise<boolean> => {
    await vi.advanceTimersByTimeAsync(0);
    return over.mock.calls.length > 0;
  };
  return { store, isOver };
}

describe("afterStart", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("does not wait where nothing starts", async () => {
    expect(await lab({}).isOver()).toBe(true);
  });

  it("waits for the first result", async () => {
    const { store, isOver } = lab({ awaited: true });
    expect(await isOver()).toBe(false);
    store.setState({ awaited: false, wanted: true, model: { at: "starting" } });
    expect(await isOver()).toBe(false);
    store.setState({ model });
    expect(await isOver()).toBe(false);
    store.setState({ result: {} as TaskResult });
    expect(await isOver()).toBe(true);
  });

  it.each<[string, Partial<AppState>]>([
    ["fails", { model: { at: "failed", error } }],
    ["is stopped", { wanted: false }],
  ])("does not wait for a start that %s", async (_words, change) => {
    const { store, isOver } = lab({ wanted: true, model: { at: "starting" } });
    expect(await isOver()).toBe(false);
    store.setState(change);
    expect(await isOver()).toBe(true);
  });

  it("waits no longer than three seconds", async () => {
    const { isOver } = lab({ wanted: true, model: { at: "starting" } });
    await vi.advanceTimersByTimeAsync(2_900);
    expect(await isOver()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(await isOver()).toBe(true);
  });
});
