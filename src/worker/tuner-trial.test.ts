import { describe, expect, it } from "vitest";
import type { TuneCandidate } from "#protocol";
import type { Engine, EngineEntry } from "./engines/engine.ts";
import { oneNumberCandidate as candidate, oneNumberCard as card } from "./example-candidate.ts";
import { createTunerTrial } from "./tuner-trial.ts";

function prepare(answer = 1) {
  const log: string[] = [];
  const engine: Engine = {
    id: "onnx",
    load: async (variant, _backend, _signal, threads = 4) => {
      log.push(`load ${threads}`);
      return {
        inputs: variant.inputs,
        outputs: variant.outputs,
        place: "cpu",
        threads,
        build: "test",
        async run() {
          log.push("run");
          const data = Float32Array.of(answer);
          return [{ place: "cpu", name: "out", shape: [1, 1], dtype: "float32", data }];
        },
        dispose: () => void log.push("dispose"),
      };
    },
  };
  const entry: EngineEntry = {
    id: "onnx",
    formats: ["onnx"],
    backends: ["wasm"],
    fetch: async () => engine,
  };
  const trial = createTunerTrial({
    engines: [entry],
    cardById: async (id) => (id === "m" ? card : undefined),
    // Known as proved: a trial proves all the same.
    proofs: { has: async () => true, add: async () => {} },
    fetchFiles: async () => ({ files: new Map(), kept: true }),
    missingFiles: async () => [],
    isEngineKept: async () => true,
    onProgress: () => {},
    onAttempt: ({ state }) => log.push(state),
    onStarted: () => log.push("can start"),
    mark: async () => void log.push("mark"),
  });
  const open = (change: Partial<TuneCandidate> = {}) =>
    trial.open({ ...candidate, ...change }, new AbortController().signal);
  return { trial, open, log };
}

describe("the trial of a candidate", () => {
  it("is marked before it starts, proved anew, and run once before anything is timed", async () => {
    const { open, log } = prepare();
    expect(await open()).toMatchObject({ threads: 2 });
    expect(log).toEqual(["mark", "started", "load 2", "run", "can start", "settled", "run"]);
  });

  it("gives as many times as it was asked for runs", async () => {
    const { trial, open, log } = prepare();
    await open();
    log.length = 0;
    const times = await trial.run(3);
    expect(times).toHaveLength(3);
    expect(times.every((ms) => ms >= 0)).toBe(true);
    expect(log).toEqual(["run", "run", "run"]);
  });

  it("refuses a candidate that answers wrongly, and frees it", async () => {
    const { open, log } = prepare(Number.NaN);
    await expect(open()).rejects.toMatchObject({ code: "engine-failed" });
    expect(log.slice(-2)).toEqual(["dispose", "settled"]);
  });

  it.each<[string, Partial<TuneCandidate>]>([
    ["a model that is not here", { model: "gone" }],
    ["a variant that its card does not have", { variant: "onnx-int8" }],
    ["a backend that its engine does not have", { backend: "webgpu" }],
  ])("refuses %s before anything is marked", async (_, change) => {
    const { open, log } = prepare();
    await expect(open(change)).rejects.toMatchObject({ code: "internal" });
    expect(log).toEqual([]);
  });

  it("runs nothing that was not opened", async () => {
    await expect(prepare().trial.run(1)).rejects.toMatchObject({ code: "internal" });
  });
});
