import { describe, expect, it } from "vitest";
import type { CandidateRow, LoadRequest } from "#protocol";
import { AppError, type EngineId, type ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { Candidate } from "./candidates.ts";
import type { EngineEntry } from "./engines/engine.ts";
import { type FetchUntriedParts, fetchUntried } from "./fetch-untried.ts";

const card: ModelCard = {
  ...exampleCard,
  id: "m",
  variants: [
    { id: "onnx-fp32", format: "onnx", precision: "fp32", files: [] },
    { id: "tfjs-fp32", format: "tfjs", precision: "fp32", files: [] },
  ],
};

function entryOf(id: "tfjs" | "onnx", code: "arrives" | "is lost" = "arrives"): EngineEntry {
  const load = () => Promise.reject(new Error("nothing is started here"));
  return {
    id,
    formats: [id],
    backends: ["wasm", "webgpu"],
    fetch: async () => {
      if (code === "is lost") throw new TypeError("Failed to fetch dynamically imported module");
      return { id, load };
    },
  };
}

function row(engine: EngineId, change: Partial<CandidateRow> = {}): CandidateRow {
  return {
    ...{ model: "m", variant: `${engine}-fp32`, engine, backend: "wasm", threads: 1 },
    ...{ precision: "fp32", correct: true, medianMs: 50 },
    ...change,
  };
}

function prepare(
  change: Partial<FetchUntriedParts & { readonly rows: readonly CandidateRow[] }> = {},
) {
  let fetched = 0;
  const parts: FetchUntriedParts = {
    engines: [entryOf("tfjs"), entryOf("onnx")],
    cardById: async () => card,
    probe: async (backend) => ({ backend, ok: true, threads: 4 }),
    proofs: { has: async () => true, add: async () => {} },
    async fetchFiles() {
      fetched += 1;
      return { files: new Map(), kept: true };
    },
    missingFiles: async () => [],
    isEngineKept: async () => false,
    onProgress: () => {},
    onAttempt: () => expect.unreachable("nothing is started here"),
    onStarted: () => {},
    measured: async () => change.rows ?? [],
    isStored: async () => false,
    savesBytes: () => false,
    isDeadly: async () => false,
    ...change,
  };
  const [, variant] = card.variants;
  const [entry] = parts.engines;
  if (!variant || !entry) throw new Error("there are two of each");
  const running: Candidate = { variant, entry, backend: "wasm" };
  const run = (request: Partial<LoadRequest> = {}, now = running) => {
    const whole: LoadRequest = { task: "detect", allowed: {}, refused: [], ...request };
    return fetchUntried(card, now, whole, parts, new AbortController().signal);
  };
  return { run, running, fetched: () => fetched };
}

const onnxOnWasm = { engine: "onnx", backend: "wasm" } as const;

describe("fetching what a card lists as its fastest", () => {
  it.each<[string, readonly CandidateRow[]]>([
    ["nothing was measured", []],
    ["only what runs was measured", [row("tfjs")]],
  ])("does so where %s", async (_, rows) => {
    const { run } = prepare({ rows });
    expect(await run()).toMatchObject({
      candidate: { entry: { id: "onnx" }, backend: "wasm" },
      row: { ...onnxOnWasm, variant: "onnx-fp32", model: "m", correct: false },
    });
  });

  it.each<[string, Parameters<typeof prepare>[0], Partial<LoadRequest>]>([
    ["it was measured", { rows: [row("onnx")] }, {}],
    ["it failed here", { rows: [row("onnx", { correct: false })] }, {}],
    ["it failed in this visit", {}, { refused: [{ ...onnxOnWasm, reason: "hung" }] }],
    ["a page may have died of it", {}, { doubted: [onnxOnWasm] }],
    ["the page ended twice while it was tried", { isDeadly: async () => true }, {}],
    ["bytes are dear", { savesBytes: () => true }, {}],
    ["the person chose another engine", {}, { allowed: { engine: "tfjs" } }],
    [
      "its backend does not work",
      { probe: async (backend) => ({ backend, ok: false, threads: 1, reason: "no SIMD" }) },
      {},
    ],
  ])("fetches nothing where %s", async (_, change, request) => {
    const { run, fetched } = prepare(change);
    expect(await run(request)).toBeUndefined();
    expect(fetched()).toBe(0);
  });

  it("fetches nothing beside a GPU, of which the card says nothing", async () => {
    const { run, running, fetched } = prepare();
    expect(await run({}, { ...running, backend: "webgpu" })).toBeUndefined();
    expect(fetched()).toBe(0);
  });

  it("takes it where bytes are dear and it is stored", async () => {
    const { run } = prepare({ savesBytes: () => true, isStored: async () => true });
    expect(await run()).toMatchObject({ candidate: { entry: { id: "onnx" } } });
  });

  it("says so where it does not arrive", async () => {
    const offline = new AppError("offline", { url: "/models/m", receivedBytes: 0, totalBytes: 8 });
    const files = prepare({ fetchFiles: () => Promise.reject(offline) });
    await expect(files.run()).rejects.toBe(offline);
    const code = prepare({ engines: [entryOf("tfjs"), entryOf("onnx", "is lost")] });
    await expect(code.run()).rejects.toMatchObject({ code: "offline" });
  });
});
