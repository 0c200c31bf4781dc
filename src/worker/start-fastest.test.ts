import { describe, expect, it } from "vitest";
import type { CandidateRow } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { Candidate } from "./candidates.ts";
import type { Engine, EngineEntry, Session } from "./engines/engine.ts";
import { prepareCandidate } from "./start-candidate.ts";
import { type StartFastestParts, startFastest } from "./start-fastest.ts";

const card: ModelCard = {
  ...exampleCard,
  id: "m",
  task: "detect",
  title: "three numbers",
  input: { ...exampleCard.input, name: "images", width: 1, height: 1 },
  outputs: [{ name: "out", shape: [1, 1], dtype: "float32" }],
  variants: [
    { id: "tfjs-fp32", format: "tfjs", precision: "fp32", files: [] },
    { id: "onnx-fp32", format: "onnx", precision: "fp32", files: [] },
  ],
};

/** An engine whose sessions count their runs; `answer` is what each gives. */
function engineEntry(id: "tfjs" | "onnx", answer = 1) {
  const facts = { runs: 0, disposed: 0, threads: 0 as number | undefined };
  const engine: Engine = {
    id,
    async load(variant, _backend, _signal, threads): Promise<Session> {
      facts.threads = threads;
      return {
        inputs: variant.inputs,
        outputs: variant.outputs,
        place: "cpu",
        threads: threads ?? 1,
        build: "test",
        async run() {
          facts.runs += 1;
          const data = Float32Array.of(answer);
          return [{ place: "cpu", name: "out", shape: [1, 1], dtype: "float32", data }];
        },
        dispose: () => void facts.disposed++,
      };
    },
  };
  const entry: EngineEntry = {
    id,
    formats: [id],
    backends: ["wasm", "webgpu"],
    fetch: async () => engine,
  };
  return { entry, facts };
}

function row(engine: "tfjs" | "onnx", medianMs: number, threads = 1): CandidateRow {
  return {
    model: "m",
    variant: `${engine}-fp32`,
    engine,
    backend: "wasm",
    threads,
    precision: "fp32",
    correct: true,
    medianMs,
  };
}

function prepare(
  rows: readonly CandidateRow[],
  onnxAnswer = 1,
  change: Partial<StartFastestParts> = {},
) {
  const tfjs = engineEntry("tfjs");
  const onnx = engineEntry("onnx", onnxAnswer);
  const log: string[] = [];
  const kept: CandidateRow[] = [];
  const parts: StartFastestParts = {
    engines: [tfjs.entry, onnx.entry],
    cardById: async () => card,
    probe: async (backend) => ({ backend, ok: true, threads: 4 }),
    proofs: { has: async () => true, add: async () => {} },
    fetchFiles: async () => ({ files: new Map(), kept: true }),
    missingFiles: async () => [],
    isEngineKept: async () => true,
    onProgress: () => {},
    onAttempt: ({ engine, state }) => log.push(`${engine} ${state}`),
    onStarted: () => {},
    measured: async () => rows,
    isStored: async () => true,
    savesBytes: () => false,
    mark: async ({ engine }) => void log.push(`mark ${engine}`),
    unmark: async ({ engine }) => void log.push(`unmark ${engine}`),
    keep: async (_, given) => void kept.push(...given),
    ...change,
  };
  const [first] = card.variants;
  if (!first) throw new Error("the card has variants");
  const running: Candidate = { variant: first, entry: tfjs.entry, backend: "wasm" };
  const start = (refused: readonly { engine: string; backend: string; reason: string }[] = []) =>
    startFastest(card, running, { allowed: {}, refused }, parts, new AbortController().signal);
  return { start, parts, running, log, kept, onnx: onnx.facts, tfjs: tfjs.facts };
}

describe("starting the fastest behind what runs", () => {
  it("starts it with its threads, and lets it run once before any frame does", async () => {
    const { start, log, onnx } = prepare([row("tfjs", 50), row("onnx", 20, 2)]);
    const faster = await start();
    expect(faster?.candidate).toMatchObject({ entry: { id: "onnx" }, threads: 2 });
    expect(onnx).toEqual({ runs: 1, disposed: 0, threads: 2 });
    expect(log).toEqual(["mark onnx", "onnx started", "onnx settled", "unmark onnx"]);
  });

  it.each<[string, readonly CandidateRow[], Partial<StartFastestParts>]>([
    ["nothing was measured", [], {}],
    ["the fastest runs already", [row("tfjs", 20), row("onnx", 50)], {}],
    ["only the threads would change", [row("tfjs", 20, 4), row("onnx", 50)], {}],
    ["it is not stored", [row("onnx", 20)], { isStored: async () => false }],
    [
      "its backend does not work any more",
      [row("onnx", 20)],
      { probe: async (backend) => ({ backend, ok: false, threads: 1, reason: "lost" }) },
    ],
  ])("starts nothing where %s", async (_, rows, change) => {
    const { start, log } = prepare(rows, 1, change);
    expect(await start()).toBeUndefined();
    expect(log).toEqual([]);
  });

  it("starts nothing that failed in this visit", async () => {
    const { start, log } = prepare([row("tfjs", 50), row("onnx", 20)]);
    expect(await start([{ engine: "onnx", backend: "wasm", reason: "hung" }])).toBeUndefined();
    expect(log).toEqual([]);
  });

  it("starts nothing that a page may have died of", async () => {
    const { parts, running, log } = prepare([row("tfjs", 50), row("onnx", 20)]);
    const doubted = [{ engine: "onnx", backend: "wasm" }] as const;
    const request = { allowed: {}, refused: [], doubted };
    const { signal } = new AbortController();
    expect(await startFastest(card, running, request, parts, signal)).toBeUndefined();
    expect(log).toEqual([]);
  });

  it("keeps that it could not be used, frees it, and is not stopped by that", async () => {
    const proofs = { has: async () => false, add: async () => {} };
    const { start, log, kept, onnx } = prepare([row("onnx", 20)], Number.NaN, { proofs });
    expect(await start()).toBeUndefined();
    expect(onnx.disposed).toBe(1);
    expect(kept).toMatchObject([
      { engine: "onnx", correct: false, reason: expect.stringContaining("no number") },
    ]);
    expect(kept[0]).not.toHaveProperty("medianMs");
    expect(log.at(-1)).toBe("unmark onnx");
  });
});

describe("starting what was fetched behind the frames", () => {
  async function fetchOnnx(kept = true) {
    const prepared = prepare([row("tfjs", 50)], 1, {
      isStored: async () => false,
      fetchFiles: async () => ({ files: new Map(), kept }),
    });
    const { parts, running } = prepared;
    const [, second] = card.variants;
    const [, entry] = parts.engines;
    if (!second || !entry) throw new Error("there are two of each");
    const candidate: Candidate = { variant: second, entry, backend: "wasm" };
    const { signal } = new AbortController();
    const files = await prepareCandidate(card, candidate, parts, signal, false);
    const { medianMs: _medianMs, ...untried } = row("onnx", 1);
    const fetched = { candidate, row: { ...untried, correct: false }, prepared: files };
    const quiet = { ...parts, fetchFiles: () => Promise.reject(new Error("it is here")) };
    const request = { allowed: {}, refused: [] };
    const start = () => startFastest(card, running, request, quiet, signal, fetched);
    return { ...prepared, start, candidate, files };
  }

  it("starts it with what was brought, and asks for nothing more", async () => {
    const { start, candidate, kept, log, onnx } = await fetchOnnx();
    expect(await start()).toMatchObject({ candidate, kept: true });
    expect(onnx.runs).toBe(1);
    expect(kept).toEqual([]);
    expect(log).toEqual(["mark onnx", "onnx started", "onnx settled", "unmark onnx"]);
  });

  it("remembers what there is no room for as tried: it is not fetched at every visit", async () => {
    const { start, kept } = await fetchOnnx(false);
    expect(await start()).toMatchObject({ kept: false });
    expect(kept).toMatchObject([{ engine: "onnx", correct: true }]);
    expect(kept[0]).not.toHaveProperty("medianMs");
  });

  it("holds nothing against it where a part of it does not arrive", async () => {
    const { start, kept, files, log } = await fetchOnnx();
    Object.assign(files, {
      start: () =>
        Promise.reject(new AppError("offline", { url: "/e", receivedBytes: 0, totalBytes: 0 })),
    });
    expect(await start()).toBeUndefined();
    expect(kept).toEqual([]);
    expect(log.at(-1)).toBe("unmark onnx");
  });
});
