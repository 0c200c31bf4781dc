import { describe, expect, it } from "vitest";
import type { CandidateRow, EngineOnBackend } from "#protocol";
import type { Attempt, Backend, ModelCard, PinnedFile } from "#shared";
import type { EngineEntry } from "./engines/engine.ts";
import { type PlanParts, planModel, usualThreads } from "./tuner-plan.ts";

const weights: PinnedFile = { name: "model", bytes: 100, sha256: "a".repeat(64) };
const card = {
  id: "m",
  variants: [
    { id: "tflite-fp16", format: "tflite", precision: "fp16", files: [weights] },
    { id: "tfjs-fp16", format: "tfjs", precision: "fp16", files: [weights] },
  ],
} as unknown as ModelCard;

function entry(id: "litert" | "tfjs", format: "tflite" | "tfjs"): EngineEntry {
  return {
    id,
    formats: [format],
    backends: ["wasm", "webgpu"],
    fetch: () => Promise.reject(new Error("planning fetches nothing")),
  };
}

const measuredRow: CandidateRow = {
  model: "m",
  variant: "tflite-fp16",
  engine: "litert",
  backend: "wasm",
  threads: 4,
  precision: "fp16",
  correct: true,
  medianMs: 20,
};

function prepare(change: Partial<PlanParts> = {}) {
  const probed: Backend[] = [];
  const parts: PlanParts = {
    engines: [entry("litert", "tflite"), entry("tfjs", "tfjs")],
    async probe(backend) {
      probed.push(backend);
      return { backend, ok: true, threads: 4 };
    },
    measured: async () => [],
    missingFiles: async () => [],
    isEngineKept: async () => true,
    isDeadly: async () => false,
    softwareGpu: false,
    ...change,
  };
  const plan = (allowed: Partial<EngineOnBackend> = {}, refused: readonly Attempt[] = []) =>
    planModel(card, { allowed, refused }, parts);
  return { plan, probed, parts };
}

const nameOf = ({ engine, backend, threads }: Omit<CandidateRow, "correct" | "precision">) =>
  `${engine} ${backend} ${threads}`;

describe("planning what to measure", () => {
  it("takes every variant on every engine and backend, on as many threads as is usual", async () => {
    const { ready, rows, champion, missing } = await prepare().plan();
    expect(ready.map(nameOf)).toEqual([
      "litert wasm 4",
      "tfjs wasm 1",
      "litert webgpu 1",
      "tfjs webgpu 1",
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual(Array(4).fill("not measured yet"));
    expect(champion).toBeNull();
    expect(missing).toEqual([]);
  });

  it("leaves what is known, the fastest of it to be compared with", async () => {
    const known = [measuredRow, { ...measuredRow, threads: 2, medianMs: 10 }];
    const { ready, rows, champion } = await prepare({ measured: async () => known }).plan({
      backend: "wasm",
    });
    expect(ready.map(nameOf)).toEqual(["tfjs wasm 1"]);
    expect(rows).toEqual(expect.arrayContaining(known));
    expect(champion && nameOf(champion)).toBe("litert wasm 2");
  });

  it("knows what failed, to be tried again where a person asks, but not what the page died of", async () => {
    const { medianMs: _, ...row } = measuredRow;
    const broken = { ...row, correct: false, reason: "the GPU device was lost" };
    const measured = async () => [broken];
    const { failed, ready, rows } = await prepare({ measured }).plan({ backend: "wasm" });
    expect(failed.map(nameOf)).toEqual(["litert wasm 4"]);
    expect(ready.map(nameOf)).toEqual(["tfjs wasm 1"]);
    expect(rows).toContainEqual(broken);
    const deadly = prepare({ measured, isDeadly: async () => true });
    expect((await deadly.plan({ backend: "wasm" })).failed).toEqual([]);
  });

  it.each<[string, Partial<PlanParts>]>([
    ["model files", { missingFiles: async () => [weights] }],
    ["its engine", { isEngineKept: async () => false }],
  ])("names no fastest to be compared with that lacks %s", async (_, lacks) => {
    const parts = { measured: async () => [measuredRow], ...lacks };
    expect((await prepare(parts).plan()).champion).toBeNull();
  });

  it("tells what would have to be fetched, and counts none of it as ready", async () => {
    const { plan } = prepare({
      missingFiles: async (_, { id }) => (id === "tfjs-fp16" ? [weights] : []),
      isEngineKept: async ({ engine }) => engine === "litert",
    });
    const { ready, missing, rows } = await plan({ backend: "wasm" });
    expect(ready.map(nameOf)).toEqual(["litert wasm 4"]);
    expect(missing).toEqual([
      {
        model: "m",
        variant: "tfjs-fp16",
        engine: "tfjs",
        backend: "wasm",
        threads: 1,
        files: [{ sha256: weights.sha256, bytes: 100 }],
        engineMissing: true,
      },
    ]);
    expect(
      rows.find(({ engine, backend }) => engine === "tfjs" && backend === "wasm"),
    ).toMatchObject({ correct: false, reason: "not measured: it is not on this device" });
  });

  it("tries no GPU that the processor plays, unless the person wants nothing else", async () => {
    const { plan, probed } = prepare({ softwareGpu: true });
    const { ready, rows } = await plan();
    expect(ready.every(({ backend }) => backend === "wasm")).toBe(true);
    expect(probed).not.toContain("webgpu");
    expect(rows.filter(({ backend }) => backend === "webgpu")).toMatchObject([
      { correct: false, reason: "this GPU is software: the processor itself is faster" },
      { correct: false },
    ]);
    expect((await plan({ backend: "webgpu" })).ready).toHaveLength(2);
  });

  describe("with a variant that computes in halves", () => {
    const halves = {
      ...{ id: "tfjs-halves", format: "tfjs", precision: "fp16" },
      files: [weights],
    };
    const needy = {
      ...card,
      variants: [...card.variants, { ...halves, needs: "shader-f16" }],
    } as ModelCard;
    const planWith = (features?: readonly "shader-f16"[], lacks: readonly PinnedFile[] = []) =>
      planModel(
        needy,
        { allowed: {}, refused: [] },
        {
          ...prepare().parts,
          missingFiles: async (_, { id }) => (id === "tfjs-halves" ? lacks : []),
          probe: async (backend) => ({
            ...{ backend, ok: true, threads: 4 },
            ...(backend === "webgpu" && features && { features }),
          }),
        },
      );

    it("measures it on WebGPU alone, once its files are here", async () => {
      const of = (list: readonly { readonly variant: string }[]) =>
        list.filter(({ variant }) => variant === "tfjs-halves");
      const stored = await planWith(["shader-f16"]);
      expect(of(stored.ready)).toMatchObject([{ engine: "tfjs", backend: "webgpu" }]);
      expect(of(stored.rows)).toHaveLength(1);
      const absent = await planWith(["shader-f16"], [weights]);
      expect([of(absent.ready), of(absent.missing)]).toMatchObject([[], [{ backend: "webgpu" }]]);
    });

    it("says of a GPU that does not, and neither plans nor fetches it", async () => {
      const { ready, missing, rows } = await planWith(undefined, [weights]);
      expect([...ready, ...missing].map(({ variant }) => variant)).not.toContain("tfjs-halves");
      expect(rows.at(-1)).toMatchObject({
        variant: "tfjs-halves",
        correct: false,
        reason: "this GPU does not compute in half precision",
      });
    });
  });

  it("never probes, nor plans, what the person excluded", async () => {
    const { plan, probed } = prepare();
    const { ready, rows } = await plan({ backend: "wasm" });
    expect(ready.every(({ backend }) => backend === "wasm")).toBe(true);
    expect(probed).not.toContain("webgpu");
    expect(rows.filter(({ backend }) => backend === "webgpu").map(({ reason }) => reason)).toEqual([
      "excluded by choice",
      "excluded by choice",
    ]);
  });

  it.each<[string, Partial<PlanParts>, readonly Attempt[], string]>([
    [
      "failed in this visit",
      {},
      [{ engine: "tfjs", backend: "wasm", reason: "did not start within 30 s" }],
      "did not start within 30 s",
    ],
    [
      "has a backend that does not work",
      { probe: async (backend) => ({ backend, ok: false, threads: 1, reason: "no SIMD" }) },
      [],
      "no SIMD",
    ],
    [
      "the page died of twice",
      { isDeadly: async ({ engine }) => engine === "tfjs" },
      [],
      "the page ended twice while it was tried",
    ],
  ])("plans no try of what %s, and says why", async (_, change, refused, reason) => {
    const { ready, rows } = await prepare(change).plan({ backend: "wasm" }, refused);
    expect(ready.map(({ engine }) => engine)).not.toContain("tfjs");
    expect(rows).toContainEqual(
      expect.objectContaining({ engine: "tfjs", backend: "wasm", correct: false, reason }),
    );
  });
});

describe("the usual number of threads", () => {
  it.each([
    [{ engine: "tfjs", backend: "wasm" }, 8, 1],
    [{ engine: "onnx", backend: "wasm" }, 8, 4],
    [{ engine: "onnx", backend: "wasm" }, 2, 2],
    [{ engine: "litert", backend: "wasm" }, 8, 8],
    [{ engine: "litert", backend: "webgpu" }, 8, 1],
  ] as const)("of %o on %i cores is %i", (on, available, threads) => {
    expect(usualThreads(on, available)).toBe(threads);
  });
});
