import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#shared";
import { readFlags } from "../flags.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { keepTellingOnline } from "./online.ts";

const details = { url: "", receivedBytes: 0, totalBytes: 0 };
const failed = { at: "failed", error: new AppError("offline", details) } as const;
const told = new EventTarget();

beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: false });
  vi.stubGlobal("addEventListener", told.addEventListener.bind(told));
});
afterEach(() => vi.unstubAllGlobals());

describe("keepTellingOnline", () => {
  it.each<[string, Partial<AppState>, number]>([
    ["tries again what a person waits for", { wanted: true, model: failed }, 1],
    ["begins nothing that nobody wants", { wanted: false, model: failed }, 0],
    ["leaves alone what never failed", { wanted: true }, 0],
  ])("%s", (_, change, times) => {
    const store = createAppStore(readFlags(""), 0);
    store.setState(change);
    const retry = vi.fn();
    keepTellingOnline(store, retry);
    expect(store.getState().online).toBe(false);
    vi.stubGlobal("navigator", { onLine: true });
    told.dispatchEvent(new Event("online"));
    expect(store.getState().online).toBe(true);
    expect(retry).toHaveBeenCalledTimes(times);
  });
});
