import { beforeEach, describe, expect, it, vi } from "vitest";
import type { HeadStart } from "#protocol/head-start";

const headStart: HeadStart = {
  load: { task: "pose", allowed: {} },
  engine: "litert",
  backend: "wasm",
};
const text = JSON.stringify(headStart);
const kept = `0 ${text}`;
const key = "localens-head-start";

/** Opens the page's first script as a browser would, on an address and with what an earlier visit kept. */
async function visit(search: string, stored?: string) {
  const entries = new Map(stored === undefined ? [] : [[key, stored]]);
  const workers: { readonly name: string; ended: boolean; fail(): void }[] = [];
  vi.stubGlobal("location", { search });
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, value: string) => void entries.set(name, value),
    removeItem: (name: string) => void entries.delete(name),
  });
  vi.stubGlobal(
    "Worker",
    class extends EventTarget {
      readonly #facts: (typeof workers)[number];
      constructor(_: URL, { name }: { readonly name: string }) {
        super();
        const fail = () => void this.dispatchEvent(new Event("error"));
        this.#facts = { name, ended: false, fail };
        workers.push(this.#facts);
      }
      terminate(): void {
        this.#facts.ended = true;
      }
    },
  );
  vi.resetModules();
  const left = new EventTarget();
  vi.stubGlobal("addEventListener", left.addEventListener.bind(left));
  const leave = (): void => void left.dispatchEvent(new Event("pagehide"));
  return { entries, workers, leave, ...(await import("./head-start.ts")) };
}

describe("the head start", () => {
  beforeEach(() => void vi.unstubAllGlobals());

  it("opens nothing on a first visit", async () => {
    const { workers, takeOpened } = await visit("?start");
    expect(workers).toEqual([]);
    expect(takeOpened()).toBeUndefined();
  });

  it("opens one worker named for what ran last, and hands it over once", async () => {
    const { workers, takeOpened } = await visit("", kept);
    expect(workers.map(({ name }) => name)).toEqual([`localens ${text}`]);
    expect(takeOpened()).toBeDefined();
    expect(takeOpened()).toBeUndefined();
  });

  it.each([
    ["another task", "?task=faces"],
    ["another engine", "?engine=onnx"],
    ["another backend", "?backend=webgpu"],
    ["another model", "?model=other"],
    ["another place", "?place=benchmark"],
    ["the device check", "?check"],
  ])("opens nothing where the address asks for %s", async (_words, search) => {
    expect((await visit(search, kept)).workers).toEqual([]);
  });

  it("opens one where the address asks for the very same", async () => {
    const wasm = { ...headStart, load: { task: "pose", allowed: { backend: "wasm" } } };
    const stored = `0 ${JSON.stringify(wasm)}`;
    expect((await visit("?task=pose&backend=wasm", stored)).workers).toHaveLength(1);
    expect((await visit("?task=pose", stored)).workers).toEqual([]);
  });

  it("is not taken again after a visit that never came to a session", async () => {
    const first = await visit("", kept);
    const second = await visit("", first.entries.get(key));
    expect([first, second].map(({ workers }) => workers.length)).toEqual([1, 0]);
    second.rememberStart(headStart);
    expect((await visit("", second.entries.get(key))).workers).toHaveLength(1);
  });

  it("is taken again after a visit that was left before it came to a session", async () => {
    const first = await visit("", kept);
    first.leave();
    expect((await visit("", first.entries.get(key))).workers).toHaveLength(1);
  });

  it("stays forgotten when the page is left", async () => {
    const { entries, forgetStart, leave } = await visit("", kept);
    forgetStart();
    leave();
    expect([...entries.keys()]).toEqual([]);
  });

  it("is ended, and not handed over, when a script of it did not load", async () => {
    const { workers, takeOpened } = await visit("", kept);
    workers[0]?.fail();
    expect(takeOpened()).toBeUndefined();
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
  });

  it("is forgotten with everything else", async () => {
    const { entries, forgetStart } = await visit("", kept);
    forgetStart();
    expect([...entries.keys()]).toEqual([]);
  });

  it.each(["", "0", "0 pose", "x", "0 a b c d"])("opens nothing for %j", async (stored) => {
    expect((await visit("", stored)).workers).toEqual([]);
  });

  it("does without storage", async () => {
    vi.stubGlobal("localStorage", undefined);
    const { entries, rememberStart, forgetStart } = await visit("");
    vi.stubGlobal("localStorage", undefined);
    rememberStart(headStart);
    forgetStart();
    expect([...entries.keys()]).toEqual([]);
  });
});
