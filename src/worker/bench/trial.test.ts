import { describe, expect, it } from "vitest";
import type { TuneCandidate } from "#protocol";
import type { ModelCard } from "#shared";
import type { Engine, EngineEntry } from "../engines/engine.ts";
import { oneNumberCandidate as candidate, oneNumberCard as card } from "../example-candidate.ts";
import { threadChoices } from "./plan.ts";
import { onlyRole } from "./stage-run.ts";
import { createBenchTrial } from "./trial.ts";

function prepare({ answer = 1, gpu = true } = {}) {
  const log: string[] = [];
  const engine: Engine = {
    id: "onnx",
    load: async (variant) => {
      log.push("load");
      return {
        inputs: variant.inputs,
        outputs: variant.outputs,
        place: "cpu",
        threads: 2,
        build: "test",
        async run() {
          log.push("run");
          const data = Float32Array.of(answer);
          return [{ place: "cpu", name: "out", shape: [1, 1], dtype: "float32", data }];
        },
        dispose: () => {},
      };
    },
  };
  const entry: EngineEntry = {
    id: "onnx",
    formats: ["onnx"],
    backends: ["wasm", "webgpu"],
    async fetch() {
      log.push("code");
      return engine;
    },
  };
  const trial = createBenchTrial({
    engines: [entry],
    cardById: async (id) => (id === "m" ? card : undefined),
    probe: async (backend) => ({ backend, ok: gpu || backend === "wasm", threads: 4 }),
    async fetchFiles() {
      log.push("files");
      return { files: new Map(), kept: true };
    },
    isEngineKept: async () => true,
    onProgress: () => {},
    onAttempt: ({ state }) => log.push(state),
    onStarted: () => {},
  });
  const open = (change: Partial<TuneCandidate> = {}) =>
    trial.open({ ...candidate, ...change }, new AbortController().signal);
  return { trial, open, log };
}

describe("the measuring of one candidate", () => {
  it("brings the files and then the code, and starts only what is here", async () => {
    const { open, log } = prepare();
    // The picture needs a browser; what comes before it does not.
    await expect(open()).rejects.toThrow("OffscreenCanvas");
    expect(log).toEqual(["files", "code", "started", "load", "run", "settled"]);
  });

  it("refuses an answer that is no number", async () => {
    const { open, log } = prepare({ answer: Number.NaN });
    await expect(open()).rejects.toMatchObject({ code: "engine-failed" });
    expect(log.at(-1)).toBe("settled");
  });

  it.each<[string, Partial<TuneCandidate>, string]>([
    ["a model that is not here", { model: "gone" }, "internal"],
    ["a variant that its card does not have", { variant: "onnx-int8" }, "internal"],
    ["a backend that does not work here", { backend: "webgpu" }, "engine-failed"],
  ])("refuses %s before anything is fetched", async (_, change, code) => {
    const { open, log } = prepare({ gpu: false });
    await expect(open(change)).rejects.toMatchObject({ code });
    expect(log).toEqual([]);
  });

  it("runs nothing that was not opened", async () => {
    const { trial } = prepare();
    const run = trial.run({ runs: 1, withinMs: 1 }, new AbortController().signal);
    await expect(run).rejects.toMatchObject({ code: "internal" });
    await expect(trial.prove()).rejects.toMatchObject({ code: "internal" });
  });
});

it.each<[number, number, readonly number[]]>([
  [1, 1, [1]],
  [4, 8, [4, 8, 2, 1]],
  [6, 6, [6, 3, 1]],
])("offers %i threads first and halves of %i", (usual, most, counts) => {
  expect(threadChoices(usual, most)).toEqual(counts);
});

it.each<[string, Parameters<typeof onlyRole>[0], string | undefined]>([
  ["the only model of its task", { task: "pose", golden: proof() }, "body"],
  ["one of two models", { task: "faces", golden: proof() }, undefined],
  ["a brought one in the first model's place", { task: "faces" }, "finder"],
  ["a brought classifier", { task: "classify" }, "classifier"],
  ["a model of no task", { task: "nothing" }, undefined],
])("knows the role of %s", (_, of, role) => {
  expect(onlyRole(of)).toBe(role);
});

function proof(): NonNullable<ModelCard["golden"]> {
  const file = { name: "", bytes: 0, sha256: "" };
  return { input: file, expected: file, tolerance: 1, reference: "" };
}
