import { beforeEach, describe, expect, it, vi } from "vitest";

const headStart = { task: "pose", engine: "litert", backend: "wasm" };
const key = "localens-head-start";

/** Opens the page's first script as a browser would, on an address and with what an earlier visit kept. */
async function visit(search: string, stored?: string) {
  const kept = new Map(stored === undefined ? [] : [[key, stored]]);
  const workers: { readonly name: string; fail(): void }[] = [];
  vi.stubGlobal("location", { search });
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  });
  vi.stubGlobal(
    "Worker",
    class extends EventTarget {
      constructor(_: URL, { name }: { readonly name: string }) {
        super();
        workers.push({ name, fail: () => void this.dispatchEvent(new Event("error")) });
      }
    },
  );
  vi.resetModules();
  return { kept, workers, ...(await import("./head-start.ts")) };
}

describe("the head start", () => {
  beforeEach(() => void vi.unstubAllGlobals());

  it("opens nothing on a first visit", async () => {
    const { workers, takeOpened } = await visit("?start");
    expect(workers).toEqual([]);
    expect(takeOpened()).toBeUndefined();
  });

  it("opens one worker named for what ran last, and hands it over once", async () => {
    const { workers, takeOpened } = await visit("", "0 pose litert wasm");
    expect(workers.map(({ name }) => name)).toEqual(["localens pose litert wasm"]);
    expect(takeOpened()).toBeDefined();
    expect(takeOpened()).toBeUndefined();
  });

  it.each([
    ["another task", "?task=faces"],
    ["another engine", "?engine=onnx"],
    ["another backend", "?backend=webgpu"],
    ["the device check", "?check"],
  ])("opens nothing where the address asks for %s", async (_words, search) => {
    expect((await visit(search, "0 pose litert wasm")).workers).toEqual([]);
  });

  it("is not taken again after visits that never came to a session", async () => {
    const first = await visit("", "0 pose litert wasm");
    const second = await visit("", first.kept.get(key));
    const third = await visit("", second.kept.get(key));
    expect([first, second, third].map(({ workers }) => workers.length)).toEqual([1, 1, 0]);
    third.rememberStart(headStart);
    expect((await visit("", third.kept.get(key))).workers).toHaveLength(1);
  });

  it("is not handed over when its script did not load", async () => {
    const { workers, takeOpened } = await visit("", "0 pose litert wasm");
    workers[0]?.fail();
    expect(takeOpened()).toBeUndefined();
  });

  it("is forgotten with everything else", async () => {
    const { kept, forgetStart } = await visit("", "0 pose litert wasm");
    forgetStart();
    expect([...kept.keys()]).toEqual([]);
  });

  it.each(["", "0", "0 pose", "x", "0 a b c d"])("opens nothing for %j", async (stored) => {
    expect((await visit("", stored)).workers).toEqual([]);
  });

  it("does without storage", async () => {
    vi.stubGlobal("localStorage", undefined);
    const { kept, rememberStart, forgetStart } = await visit("");
    vi.stubGlobal("localStorage", undefined);
    rememberStart(headStart);
    forgetStart();
    expect([...kept.keys()]).toEqual([]);
  });
});
