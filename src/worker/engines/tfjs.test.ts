import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { cardById } from "#models";
import { compareWithGolden, filesOf } from "#shared";
import { readGoldenRun } from "../golden-run.ts";
import { load } from "../load.ts";
import { probeBackend } from "../probe.ts";
import type { Engine, Session, VariantFiles } from "./engine.ts";

// The real library, its real wasm and the real model, from the folder that `npm run models` fills.
const served = join(process.cwd(), "public");
const card = cardById("centernet-512");
const variant = card?.variants.find(({ format }) => format === "tfjs");
const prepared =
  card && variant && filesOf(card, variant).every(({ sha256 }) => existsSync(fileAt(sha256)));

function fileAt(sha256: string): string {
  return join(served, "models", sha256);
}

const signal = new AbortController().signal;

// Real inference on a busy machine takes its time; the limit only ends what hangs.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(!prepared)("TF.js on wasm (needs `npm run models`)", () => {
  let engine: Engine;
  let variantFiles: VariantFiles;
  let golden: Awaited<ReturnType<typeof readGoldenRun>>;
  let session: Session;
  let tensorCount: () => number;

  beforeAll(async () => {
    if (!card || !variant) return;
    vi.stubEnv("BASE_URL", `${served}/`);
    engine = (await import("./tfjs.ts")).createTfjsEngine();
    const { memory } = await import("@tensorflow/tfjs-core");
    tensorCount = () => memory().numTensors;
    const files = new Map(
      filesOf(card, variant).map(({ name, sha256 }) => [
        name,
        new Uint8Array(readFileSync(fileAt(sha256))).buffer,
      ]),
    );
    golden = await readGoldenRun(card, variant, files);
    variantFiles = {
      variantId: variant.id,
      format: variant.format,
      files,
      inputs: [golden.input],
      outputs: card.outputs,
    };
    session = await engine.load(variantFiles, "wasm", signal);
  });

  it("gives the golden result, in the card's order and shapes", async () => {
    const outputs = await session.run([golden.input]);
    expect(outputs.map(({ name, shape }) => ({ name, shape }))).toEqual(
      card?.outputs.map(({ name, shape }) => ({ name, shape })),
    );
    expect(compareWithGolden(outputs, golden.expected, golden.tolerance).ok).toBe(true);
  });

  it("answers another picture with something else: the golden check can fail", async () => {
    const data = Float32Array.from(golden.input.data, (value) => 255 - value);
    const outputs = await session.run([{ ...golden.input, data }]);
    expect(compareWithGolden(outputs, golden.expected, golden.tolerance).ok).toBe(false);
  });

  it("leaves no tensor behind, and writes into the arrays of the run before", async () => {
    const before = tensorCount();
    const first = await session.run([golden.input]);
    const second = await session.run([golden.input]);
    expect(tensorCount()).toBe(before);
    for (const [index, { data }] of second.entries()) expect(data).toBe(first[index]?.data);
  });

  it("frees a session's weights", async () => {
    const before = tensorCount();
    const other = await engine.load(variantFiles, "wasm", signal);
    expect(tensorCount()).toBeGreaterThan(before);
    other.dispose();
    expect(tensorCount()).toBe(before);
    await expect(other.run([golden.input])).rejects.toMatchObject({ code: "internal" });
  });

  it("is refused and named when its answer is off by little more than the tolerance", async () => {
    const off = (card?.golden.tolerance ?? 0) * 1.5;
    const perturbed: Engine = {
      ...engine,
      async load(...given) {
        const inner = await engine.load(...given);
        return {
          ...inner,
          async run(inputs) {
            const outputs = await inner.run(inputs);
            const data = Float32Array.from(outputs[0]?.data ?? [], (value) => value + off);
            return outputs.map((output, index) => (index === 0 ? { ...output, data } : output));
          },
        };
      },
    };
    const entry = { formats: ["tfjs"], backends: ["wasm"] } as const;
    const { report } = await load(
      { task: "detect", allowed: {}, refused: [] },
      {
        engines: [
          { ...entry, id: "perturbed" as "tfjs", fetch: async () => perturbed },
          { ...entry, id: "tfjs", fetch: async () => engine },
        ],
        cardById: async (id) => cardById(id),
        probe: probeBackend,
        proofs: { has: async () => false, add: async () => {} },
        fetchFiles: async () => ({ files: variantFiles.files, kept: true }),
        measured: async () => [],
        isStored: async () => true,
        savesBytes: () => false,
        onStarted() {},
        missingFiles: async () => [],
        isEngineKept: async () => true,
        onProgress() {},
        onAttempt() {},
      },
      signal,
    );
    expect(report.engine).toBe("tfjs");
    expect(report.refused).toEqual([
      {
        engine: "perturbed",
        backend: "wasm",
        reason: expect.stringMatching(/^golden-mismatch: tower_0\/keypoints is off by /),
      },
    ]);
  });

  it("refuses everything after a failed run: only a new worker helps", async () => {
    const shape = [1, 3, 3, 3];
    const wrong = { ...golden.input, shape, data: new Float32Array(27) };
    const failed = { code: "engine-failed", details: { engine: "tfjs", backend: "wasm" } };
    await expect(session.run([wrong])).rejects.toMatchObject(failed);
    await expect(session.run([golden.input])).rejects.toMatchObject(failed);
    await expect(engine.load(variantFiles, "wasm", signal)).rejects.toMatchObject(failed);
  });
});
