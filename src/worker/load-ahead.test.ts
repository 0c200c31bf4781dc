import { describe, expect, it, vi } from "vitest";
import type { LoadRequest, SessionReport } from "#protocol";
import { createLoadAhead } from "./load-ahead.ts";

const request: LoadRequest = { task: "pose", allowed: { backend: "wasm" }, refused: [] };
const report = { task: "pose", model: "movenet" } as SessionReport;

function lab() {
  const signals: AbortSignal[] = [];
  let settle: { resolve(report: SessionReport): void; reject(error: Error): void } | undefined;
  const onTaken = vi.fn();
  const ahead = createLoadAhead((_, signal) => {
    signals.push(signal);
    return new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
  }, onTaken);
  return { ahead, signals, onTaken, settle: () => settle };
}

const { signal } = new AbortController();

describe("a load that was begun ahead", () => {
  it("is handed to who asks for the very same, once", async () => {
    const { ahead, settle, onTaken } = lab();
    ahead.begin(request);
    expect(ahead.isUnasked()).toBe(true);
    const taken = ahead.take({ ...request, proveAgain: false }, signal);
    expect(onTaken).toHaveBeenCalledTimes(1);
    expect(ahead.isUnasked()).toBe(false);
    settle()?.resolve(report);
    expect(await taken).toBe(report);
    expect(ahead.take(request, signal)).toBeUndefined();
  });

  it.each([
    ["another task", { task: "faces" as const }],
    ["another model", { model: "other" }],
    ["another backend", { allowed: {} }],
    ["another engine", { allowed: { backend: "wasm" as const, engine: "onnx" as const } }],
    ["something proved again", { proveAgain: true }],
    ["something doubted", { doubted: [{ engine: "litert" as const, backend: "wasm" as const }] }],
    [
      "something refused",
      { refused: [{ engine: "litert" as const, backend: "wasm" as const, reason: "no" }] },
    ],
  ])("ends where the page asks for %s", (_words, change) => {
    const { ahead, signals, onTaken } = lab();
    ahead.begin(request);
    expect(ahead.take({ ...request, ...change }, signal)).toBeUndefined();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(onTaken).not.toHaveBeenCalled();
  });

  it("is cancelled by who took it", () => {
    const { ahead, signals } = lab();
    const controller = new AbortController();
    ahead.begin(request);
    void ahead.take(request, controller.signal);
    expect(signals[0]?.aborted).toBe(false);
    controller.abort();
    expect(signals[0]?.aborted).toBe(true);
  });

  it("tells its failure to who takes it, and to nobody before", async () => {
    const { ahead, settle } = lab();
    ahead.begin(request);
    settle()?.reject(new Error("no engine"));
    await new Promise((resolve) => setTimeout(resolve));
    await expect(ahead.take(request, signal)).rejects.toThrow("no engine");
  });

  it("ends when it is dropped", () => {
    const { ahead, signals } = lab();
    ahead.begin(request);
    ahead.drop();
    expect(signals[0]?.aborted).toBe(true);
    expect(ahead.isUnasked()).toBe(false);
  });
});
