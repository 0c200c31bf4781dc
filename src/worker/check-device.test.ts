import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Events } from "#protocol";
import { AppError, type CpuTensor, type PinnedFile, type ProvedCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import { type CheckParts, checkDevice } from "./check-device.ts";
import type { Engine, EngineEntry, Session } from "./engines/engine.ts";

/** A model that answers with the mean of its one pixel's colours. */
const card: ProvedCard = {
  ...exampleCard,
  id: "mean",
  task: "none",
  title: "mean",
  input: { ...exampleCard.input, name: "image", width: 1, height: 1 },
  outputs: [{ name: "mean", shape: [1], dtype: "float32" }],
  variants: [{ id: "onnx-fp32", format: "onnx", precision: "fp32", files: [pinned("model.onnx")] }],
  golden: {
    input: pinned("input"),
    expected: pinned("expected"),
    tolerance: 0.5,
    reference: "by hand",
  },
};

function pinned(name: string): PinnedFile {
  return { name, bytes: 1, sha256: "0".repeat(64) };
}

function bytesOf(view: Uint8Array): ArrayBuffer {
  return new Uint8Array(view).buffer;
}

const files = new Map<string, ArrayBuffer>([
  ["model.onnx", new ArrayBuffer(1)],
  ["input", bytesOf(gzipSync(Uint8Array.of(10, 20, 60)))],
  [
    "expected",
    bytesOf(
      new TextEncoder().encode(
        JSON.stringify({ outputs: [{ name: "mean", size: 1, indices: [0], values: [30] }] }),
      ),
    ),
  ],
]);

/** An engine that computes the mean for real; `change` is what a faulty driver makes of its nth answer. */
function lab(change: (mean: number, runs: number) => number = (mean) => mean) {
  const facts = { runs: 0, disposed: 0, fetched: 0 };
  const attempts: Events["attempt"]["state"][] = [];
  const progress: Events["progress"][] = [];
  const engine: Engine = {
    id: "onnx",
    async load(variant): Promise<Session> {
      return {
        inputs: variant.inputs,
        outputs: variant.outputs,
        place: "cpu",
        threads: 2,
        build: "test-build",
        async run([input]) {
          facts.runs += 1;
          const { data } = input as CpuTensor;
          const mean = ((data[0] ?? 0) + (data[1] ?? 0) + (data[2] ?? 0)) / 3;
          const answer = Float32Array.of(change(mean, facts.runs));
          return [{ place: "cpu", name: "mean", shape: [1], dtype: "float32", data: answer }];
        },
        dispose: () => void facts.disposed++,
      };
    },
  };
  const entry: EngineEntry = {
    id: "onnx",
    formats: ["onnx"],
    backends: ["wasm"],
    fetch: async () => engine,
  };
  const parts: CheckParts = {
    engines: [entry],
    probe: async (backend) => ({ backend, ok: true, threads: 2 }),
    isEngineKept: async () => true,
    async fetchFiles(_, { onProgress }) {
      facts.fetched += 1;
      onProgress?.(5, 10, 0);
      return { files, kept: true };
    },
    onProgress: (one) => progress.push(one),
    onAttempt: ({ state }) => attempts.push(state),
  };
  const run = (
    changed: Partial<CheckParts> = {},
    signal = new AbortController().signal,
    backend: "wasm" | "webgpu" = "wasm",
  ) => checkDevice({ engine: "onnx", backend }, card, { ...parts, ...changed }, signal);
  return { facts, attempts, progress, engine, entry, run };
}

describe("checkDevice", () => {
  it("tells agreement, times, threads and build of an engine that answers rightly", async () => {
    const { facts, attempts, progress, run } = lab((mean) => mean + 0.25);
    const check = await run();
    expect(check).toEqual({
      engine: "onnx",
      backend: "wasm",
      ok: true,
      model: "mean",
      agreement: { worst: 0.25, tolerance: 0.5 },
      coldMs: expect.any(Number),
      warmMs: expect.any(Number),
      threads: 2,
      build: "test-build",
    });
    expect(facts.runs).toBeGreaterThan(3);
    expect(facts.disposed).toBe(1);
    expect(attempts).toEqual(["started", "settled"]);
    expect(progress).toEqual([{ loadedBytes: 5, totalBytes: 10, cachedBytes: 0 }]);
  });

  it.each([
    ["a wrong answer", () => 31, 1, /^its answer is wrong: mean is off by 1, allowed is 0.5$/],
    ["zeros", () => 0, 30, /off by 30/],
    ["no number", () => Number.NaN, null, /mean cannot be compared/],
    [
      "a right answer, then a wrong one",
      (mean: number, runs: number) => (runs === 3 ? 32 : mean),
      2,
      /^a later answer is wrong: mean is off by 2/,
    ],
  ])("refuses an engine that gives %s, and says by how much", async (_, change, worst, reason) => {
    const { facts, run } = lab(change);
    const check = await run();
    expect(check).toMatchObject({
      ok: false,
      agreement: { worst, tolerance: 0.5 },
      warmMs: null,
      threads: 2,
      build: "test-build",
    });
    expect(check.reason).toMatch(reason);
    expect(facts.disposed).toBe(1);
  });

  it.each<[string, unknown, string]>([
    [
      "an engine's failure",
      new AppError("engine-failed", { engine: "onnx", backend: "wasm", reason: "no memory" }),
      "no memory",
    ],
    ["anything thrown", new Error("unreachable"), "unreachable"],
  ])("gives %s as the reason", async (_, thrown, reason) => {
    const { entry, engine, run } = lab();
    const broken: Engine = { ...engine, load: () => Promise.reject(thrown) };
    const check = await run({ engines: [{ ...entry, fetch: async () => broken }] });
    expect(check).toMatchObject({ ok: false, agreement: null, coldMs: null, build: null, reason });
  });

  it.each<[string, AppError, RegExp]>([
    [
      "no network",
      new AppError("offline", { url: "/models/0", receivedBytes: 0, totalBytes: 1 }),
      /no network/,
    ],
    ["a missing file", new AppError("download-failed", { url: "/models/0", status: 404 }), /404/],
    [
      "a wrong file",
      new AppError("download-corrupt", { url: "/models/0", reason: "its SHA-256 does not match" }),
      /SHA-256/,
    ],
  ])("gives %s as the reason", async (_, thrown, reason) => {
    const { attempts, run } = lab();
    const check = await run({ fetchFiles: () => Promise.reject(thrown) });
    expect(check.ok).toBe(false);
    expect(check.reason).toMatch(reason);
    expect(attempts).toEqual([]);
  });

  it("fetches nothing where the backend does not work here", async () => {
    const { facts, run } = lab();
    const check = await run({
      probe: async (backend) => ({ backend, ok: false, threads: 1, reason: "no SIMD" }),
    });
    expect(check).toMatchObject({ ok: false, reason: "no SIMD", threads: null });
    expect(facts.fetched).toBe(0);
  });

  it("says so where the engine has no such backend", async () => {
    const { run } = lab();
    expect(await run({}, undefined, "webgpu")).toMatchObject({
      ok: false,
      backend: "webgpu",
      reason: "it does not compute there",
    });
  });

  it("can be cancelled between two answers", async () => {
    const controller = new AbortController();
    const { facts, run } = lab((mean, runs) => {
      if (runs === 2) controller.abort();
      return mean;
    });
    await expect(run({}, controller.signal)).rejects.toThrow(/abort/i);
    expect(facts.runs).toBe(2);
    expect(facts.disposed).toBe(1);
  });
});
