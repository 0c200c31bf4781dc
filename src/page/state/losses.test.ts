import { describe, expect, it } from "vitest";
import { createLosses, type LostWorker, mostLosses, restartWindowMs } from "./losses.ts";

const wasm = { engine: "tfjs", backend: "wasm" } as const;
const webgpu = { engine: "tfjs", backend: "webgpu" } as const;

function lab() {
  let nowMs = 0;
  const losses = createLosses(() => nowMs);
  const lose = (lost: Partial<LostWorker> = {}) =>
    losses.note({ kind: "worker-crash", words: "it fell", starting: null, running: null, ...lost });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { losses, lose, pass };
}

describe("createLosses", () => {
  it("counts what was lost lately, and forgets it after a while", () => {
    const { lose, pass } = lab();
    expect([lose().lately, lose().lately]).toEqual([1, 2]);
    pass(restartWindowMs);
    expect(lose().lately).toBe(1);
  });

  it("refuses an attempt that crashed twice in a row", () => {
    const { losses, lose } = lab();
    lose({ starting: webgpu });
    expect(losses.refused()).toEqual([]);
    lose({ starting: webgpu });
    expect(losses.refused()).toEqual([{ ...webgpu, reason: "it fell" }]);
  });

  it("says what it gives up at a start, and begins with a clean sheet", () => {
    const { lose } = lab();
    lose({ running: webgpu });
    expect(lose({ starting: webgpu }).steppedDown).toBeUndefined();
    expect(lose({ starting: webgpu })).toEqual({
      lately: 1,
      steppedDown: { ...webgpu, reason: "it fell" },
    });
    expect(lose({ starting: wasm })).toEqual({ lately: 1 });
  });

  it("takes a crash for an accident once an attempt ended well", () => {
    const { losses, lose } = lab();
    lose({ starting: webgpu });
    losses.started();
    lose({ starting: webgpu });
    expect(losses.refused()).toEqual([]);
  });

  it("steps down from a backend on which a session is lost again and again", () => {
    const { losses, lose } = lab();
    for (let turn = 1; turn < mostLosses; turn += 1) {
      expect(lose({ running: webgpu }).steppedDown).toBeUndefined();
    }
    const { steppedDown } = lose({ running: webgpu });
    expect(steppedDown).toMatchObject(webgpu);
    expect(losses.refused()).toEqual([steppedDown]);
  });

  it("does not step down from what ran well for a while in between", () => {
    const { losses, lose, pass } = lab();
    for (let turn = 0; turn < 2 * mostLosses; turn += 1) {
      lose({ running: webgpu });
      pass(restartWindowMs / 2);
    }
    expect(losses.refused()).toEqual([]);
  });

  it("keeps the losses of one backend apart from those of another", () => {
    const { losses, lose } = lab();
    for (const running of [webgpu, wasm, webgpu, wasm]) lose({ running });
    expect(losses.refused()).toEqual([]);
  });

  it("gives what takes its place the same chances", () => {
    const { lose } = lab();
    for (let turn = 0; turn < mostLosses; turn += 1) lose({ running: webgpu });
    expect(lose({ running: wasm })).toEqual({ lately: 1 });
  });

  it("steps down at once from what answers wrongly", () => {
    const { losses, lose } = lab();
    expect(lose({ kind: "wrong-backend", running: wasm }).steppedDown).toEqual({
      ...wasm,
      reason: "answered wrongly while it ran",
    });
    expect(losses.refused()).toHaveLength(1);
  });

  it("blames the attempt and not the session before it", () => {
    const { losses, lose } = lab();
    for (let turn = 0; turn < mostLosses; turn += 1) lose({ starting: wasm, running: webgpu });
    expect(losses.refused().map(({ backend }) => backend)).not.toContain("webgpu");
  });

  it("counts hangs apart", () => {
    const { losses, lose, pass } = lab();
    lose();
    lose({ kind: "worker-hang" });
    expect(losses.hangs()).toBe(1);
    pass(restartWindowMs);
    expect(losses.hangs()).toBe(0);
  });

  it("lets everything be tried again when asked", () => {
    const { losses, lose } = lab();
    lose({ kind: "wrong-backend", running: wasm });
    losses.forget();
    expect(losses.refused()).toEqual([]);
    expect(lose().lately).toBe(1);
  });
});
