import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { CandidateRow, Events, LoadRequest } from "#protocol";
import {
  AppError,
  type Backend,
  type BackendReport,
  type CpuTensor,
  type ModelCard,
  type PinnedFile,
  type Variant,
} from "#shared";
import { exampleCard } from "#shared/example-card";
import { tasks } from "#tasks";
import type { Engine, EngineEntry, Session, VariantFiles } from "./engines/engine.ts";
import { type LoadParts, load } from "./load.ts";

/** A model of one weight layer small enough to be computed here: the mean of each colour, times 3. */
const card: ModelCard = {
  ...exampleCard,
  id: tasks[0].models.finder ?? "",
  task: "detect",
  title: "means",
  input: {
    ...exampleCard.input,
    name: "images",
    width: 4,
    height: 2,
    mean: [0, 10, 20],
    std: [1, 2, 4],
  },
  outputs: [{ name: "means", shape: [1, 3], dtype: "float32" }],
  variants: [
    { id: "tfjs-fp16", format: "tfjs", precision: "fp16", files: [pinned("weights", 8)] },
    { id: "onnx-fp32", format: "onnx", precision: "fp32", files: [pinned("weights", 8)] },
  ],
  golden: {
    input: pinned("golden.input", 30),
    expected: pinned("golden.expected", 90),
    tolerance: 1e-3,
    reference: "by hand",
  },
};

function pinned(name: string, bytes: number): PinnedFile {
  return { name, bytes, sha256: "0".repeat(64) };
}

const goldenPixels = Uint8Array.from({ length: 24 }, (_, i) => (i * 31) % 256);

/** The same sum, written down from the card's formula. */
function meansOf(pixels: Uint8Array): number[] {
  return ([0, 1, 2] as const).map((c) => {
    let sum = 0;
    for (let i = c; i < pixels.length; i += 3) {
      sum += ((pixels[i] ?? 0) - card.input.mean[c]) / card.input.std[c];
    }
    return (3 * sum * 3) / pixels.length;
  });
}

const storedFiles = new Map<string, ArrayBuffer>([
  ["weights", new ArrayBuffer(8)],
  ["mesh weights", new ArrayBuffer(8)],
  ["golden.input", bytesOf(gzipSync(goldenPixels))],
  [
    "golden.expected",
    bytesOf(
      new TextEncoder().encode(
        JSON.stringify({
          outputs: [{ name: "means", size: 3, indices: [0, 1, 2], values: meansOf(goldenPixels) }],
        }),
      ),
    ),
  ],
]);

function bytesOf(view: Uint8Array): ArrayBuffer {
  return new Uint8Array(view).buffer;
}

/** An engine that computes the means for real; `change` is what a faulty driver does to its answer. */
function engineEntry(
  id: string,
  change: (answer: Float32Array) => void = () => {},
  format: "tfjs" | "onnx" = "tfjs",
): EngineEntry & { readonly disposed: () => number } {
  let disposed = 0;
  const engine: Engine = {
    id: id as Engine["id"],
    async load(variant: VariantFiles): Promise<Session> {
      return {
        inputs: variant.inputs,
        outputs: variant.outputs,
        place: "cpu",
        threads: 1,
        build: "test",
        async run([input]: readonly CpuTensor[]) {
          const data = new Float32Array(3);
          for (const [i, value] of (input?.data ?? new Float32Array()).entries()) {
            data[i % 3] = (data[i % 3] ?? 0) + (value * 9) / 24;
          }
          change(data);
          return [{ place: "cpu", name: "means", shape: [1, 3], dtype: "float32", data }];
        },
        dispose: () => void disposed++,
      };
    },
  };
  return {
    id: engine.id,
    formats: [format],
    backends: ["wasm"],
    fetch: async () => engine,
    disposed: () => disposed,
  };
}

function prepare(engines: readonly EngineEntry[], change: Partial<LoadParts> = {}) {
  const attempts: Events["attempt"][] = [];
  const progress: Events["progress"][] = [];
  const fetched: string[][] = [];
  const proved = new Set<string>();
  const parts: LoadParts = {
    engines,
    cardById: async (id) => (id === card.id ? card : undefined),
    probe: async (backend: Backend): Promise<BackendReport> => ({ backend, ok: true, threads: 1 }),
    proofs: { has: async (key) => proved.has(key), add: async (key) => void proved.add(key) },
    async fetchFiles(files, { onProgress }) {
      fetched.push(files.map(({ name }) => name));
      onProgress?.(128, 128, 128);
      return { files: storedFiles, kept: true };
    },
    missingFiles: async () => [],
    isEngineKept: async () => true,
    onProgress: (one) => progress.push(one),
    onAttempt: (one) => attempts.push(one),
    onStarted() {},
    measured: async () => [],
    isStored: async () => true,
    savesBytes: () => false,
    ...change,
  };
  const run = (request: Partial<LoadRequest> = {}, signal = new AbortController().signal) =>
    load({ task: "detect", allowed: {}, refused: [], ...request }, parts, signal);
  return { attempts, progress, fetched, run };
}

describe("loading", () => {
  it("uses an engine that gives the golden result, and says so", async () => {
    const { attempts, progress, fetched, run } = prepare([engineEntry("good")]);
    const { models, report } = await run();
    expect(report).toMatchObject({
      task: "detect",
      model: card.id,
      variant: "tfjs-fp16",
      engine: "good",
      backend: "wasm",
      threads: 1,
      kept: true,
      refused: [],
    });
    expect(models.finder?.card).toBe(card);
    expect(fetched).toEqual([["weights", "golden.input", "golden.expected"]]);
    expect(progress).toEqual([{ loadedBytes: 128, totalBytes: 128, cachedBytes: 128 }]);
    expect(attempts.map(({ state }) => state)).toEqual(["started", "settled"]);
  });

  it("tries what a page died of after everything else, and only then", async () => {
    const doubted = [{ engine: "first" as never, backend: "wasm" as const }];
    const engines = [engineEntry("first"), engineEntry("second")];
    expect((await prepare(engines).run()).report.engine).toBe("first");
    expect((await prepare(engines).run({ doubted })).report.engine).toBe("second");
    const alone = prepare([engineEntry("first"), engineEntry("wrong", (answer) => answer.fill(0))]);
    expect((await alone.run({ doubted })).report.engine).toBe("first");
  });

  it("lets a session prove itself again while it runs", async () => {
    let wrong = false;
    const { run } = prepare([engineEntry("good", (answer) => void (wrong && answer.fill(0)))]);
    const { session } = (await run()).models.finder ?? {};
    await expect(session?.proveAgain?.()).resolves.toBeUndefined();
    wrong = true;
    await expect(session?.proveAgain?.()).rejects.toMatchObject({
      code: "golden-mismatch",
      details: { engine: "good", backend: "wasm" },
    });
  });

  it("proves again at a second start only where something went wrong, or on a GPU", async () => {
    let asked = 0;
    const counting = engineEntry("counting", () => void asked++);
    const { run } = prepare([counting]);
    await run();
    await run();
    expect(asked).toBe(1);
    await run({ proveAgain: true });
    expect(asked).toBe(2);
    const { run: runOnGpu } = prepare([{ ...counting, backends: ["webgpu"] }]);
    await runOnGpu();
    await runOnGpu();
    expect(asked).toBe(4);
  });

  it("reads no golden files of what was proved before, but where they are missing or the store is broken", async () => {
    const golden = ["golden.input", "golden.expected"];
    const all = ["weights", ...golden];
    let broken = false;
    let missing: readonly PinnedFile[] = [];
    const read: string[][] = [];
    const { run } = prepare([engineEntry("good")], {
      missingFiles: async () => missing,
      async fetchFiles(files, { onTrouble }) {
        read.push(files.map(({ name }) => name));
        if (broken) onTrouble?.("store-corrupt");
        return { files: storedFiles, kept: true };
      },
    });
    await run();
    await run();
    // They were deleted, or had no room: working offline needs them after a failure.
    missing = [pinned("golden.input", 30)];
    await run();
    missing = [];
    broken = true;
    await run();
    expect(read).toEqual([all, ["weights"], all, ["weights"], golden]);
  });

  it("does not remember a proof that failed", async () => {
    const { run } = prepare([engineEntry("wrong", (answer) => answer.fill(0))]);
    await expect(run()).rejects.toMatchObject({ code: "no-backend" });
    await expect(run()).rejects.toMatchObject({ code: "no-backend" });
  });

  it("waits for no probe of a backend that comes later", async () => {
    const { run } = prepare([{ ...engineEntry("good"), backends: ["wasm", "webgpu"] }], {
      probe: (backend) =>
        backend === "wasm"
          ? Promise.resolve({ backend, ok: true, threads: 1 })
          : new Promise(() => {}),
    });
    expect((await run()).report.backend).toBe("wasm");
  });

  it("runs a task that ships no model with the one that is brought, and not without", async () => {
    const { run } = prepare([engineEntry("good")]);
    const { models, report } = await run({ task: "classify", model: card.id });
    expect(Object.keys(models)).toEqual(["classifier"]);
    expect(report).toMatchObject({ task: "classify", model: card.id });
    await expect(run({ task: "classify" })).rejects.toMatchObject({
      code: "model-needed",
      details: { task: "classify" },
    });
  });

  it("says that a model is needed when the one that is named is not here any more", async () => {
    const { run } = prepare([engineEntry("good")]);
    await expect(run({ model: "deleted" })).rejects.toMatchObject({ code: "model-needed" });
  });

  const { golden: _proof, ...brought } = card;

  it("uses a brought model, of which no answer is known, once it gave numbers in its shapes", async () => {
    const { fetched, run } = prepare([engineEntry("good")], { cardById: async () => brought });
    expect((await run()).report).toMatchObject({ engine: "good", refused: [] });
    expect(fetched).toEqual([["weights"]]);
  });

  it.each<[string, Partial<ModelCard>, (answer: Float32Array) => void, string]>([
    ["what is no number", {}, (answer) => answer.set([Number.NaN]), "holds what is no number"],
    ["infinity", {}, (answer) => answer.fill(Infinity), "holds what is no number"],
    [
      "another shape than its card says",
      { outputs: [{ name: "means", shape: [1, 4], dtype: "float32" }] },
      () => {},
      "is [1,3] instead of [1,4]",
    ],
    [
      "another rank than its card says",
      { outputs: [{ name: "means", shape: [3], dtype: "float32" }] },
      () => {},
      "is [1,3] instead of [3]",
    ],
  ])("refuses an engine that answers a brought model with %s", async (_, change, fault, words) => {
    const faulty = engineEntry("faulty", fault);
    const { run } = prepare([faulty], { cardById: async () => ({ ...brought, ...change }) });
    await expect(run()).rejects.toMatchObject({
      code: "no-backend",
      details: { attempts: [{ engine: "faulty", reason: expect.stringContaining(words) }] },
    });
    expect(faulty.disposed()).toBe(1);
  });

  it("takes any size where a card leaves it open", async () => {
    const outputs = [{ name: "means", shape: [-1, 3], dtype: "float32" as const }];
    const open = { ...brought, outputs };
    const { run } = prepare([engineEntry("good")], { cardById: async () => open });
    expect((await run()).report.engine).toBe("good");
  });

  it.each<[string, (answer: Float32Array) => void]>([
    ["shifted", (answer) => answer.set([(answer[0] ?? 0) + 0.01], 0)],
    ["zeroed", (answer) => answer.fill(0)],
    ["not a number", (answer) => answer.set([Number.NaN], 2)],
    ["turned around", (answer) => answer.reverse()],
  ])("refuses an engine whose answer is %s, names it, and uses the next", async (_, change) => {
    const wrong = engineEntry("wrong", change);
    const { attempts, run } = prepare([wrong, engineEntry("right")]);
    const { report } = await run();
    expect(report.engine).toBe("right");
    expect(report.refused).toEqual([
      {
        engine: "wrong",
        backend: "wasm",
        reason: expect.stringMatching(/^golden-mismatch: means is off by /),
      },
    ]);
    expect(wrong.disposed()).toBe(1);
    expect(attempts.map(({ engine, state }) => `${engine} ${state}`)).toEqual([
      "wrong started",
      "wrong settled",
      "right started",
      "right settled",
    ]);
  });

  it("tells every attempt when none is left", async () => {
    const broken: EngineEntry = {
      ...engineEntry("broken"),
      fetch: () => Promise.reject(new Error("no memory")),
    };
    const { run } = prepare([engineEntry("wrong", (answer) => answer.fill(0)), broken]);
    const earlier = { engine: "tfjs", backend: "webgpu", reason: "did not start" };
    await expect(run({ refused: [earlier] })).rejects.toMatchObject({
      code: "no-backend",
      details: {
        attempts: [
          earlier,
          { engine: "wrong", backend: "wasm" },
          { engine: "broken", backend: "wasm", reason: "no memory" },
        ],
      },
    });
  });

  it("downloads nothing where no probe succeeds", async () => {
    const { fetched, run } = prepare([engineEntry("good")], {
      probe: async (backend) => ({ backend, ok: false, threads: 1, reason: "no SIMD" }),
    });
    await expect(run()).rejects.toMatchObject({
      details: { attempts: [{ engine: "good", backend: "wasm", reason: "no SIMD" }] },
    });
    expect(fetched).toEqual([]);
  });

  it.each<[string, Partial<LoadRequest>, string]>([
    ["that the person excluded", { allowed: { backend: "webgpu" } }, "excluded by choice"],
    [
      "that failed on this device before",
      { refused: [{ engine: "good", backend: "wasm", reason: "hung" }] },
      "hung",
    ],
  ])("never starts, nor probes, a backend %s", async (_, request, reason) => {
    const probed: Backend[] = [];
    const { attempts, run } = prepare([engineEntry("good")], {
      probe: async (backend) => {
        probed.push(backend);
        return { backend, ok: true, threads: 1 };
      },
    });
    await expect(run(request)).rejects.toMatchObject({
      code: "no-backend",
      details: { attempts: [{ engine: "good", backend: "wasm", reason }] },
    });
    expect(probed).toEqual([]);
    expect(attempts).toEqual([]);
  });

  const rowOf = (engine: string, variant: string, medianMs: number, startMs = 100) => ({
    model: card.id,
    variant,
    engine: engine as "tfjs",
    backend: "wasm" as const,
    threads: 2,
    precision: "fp16",
    correct: true,
    medianMs,
    startMs,
  });
  const fastOther = [rowOf("first", "tfjs-fp16", 50), rowOf("other", "onnx-fp32", 10)];
  const both = () => [engineEntry("first"), engineEntry("other", () => {}, "onnx")];

  it("begins with what was the fastest here, and with nothing else beside it", async () => {
    const { attempts, run } = prepare(both(), { measured: async () => fastOther });
    const { report, running } = await run();
    expect(report).toMatchObject({ engine: "other", variant: "onnx-fp32" });
    expect(report).not.toHaveProperty("fasterKnown");
    expect(running.finder).toMatchObject({ entry: { id: "other" }, threads: 2 });
    expect(attempts.map(({ engine }) => engine)).toEqual(["other", "other"]);
  });

  it("begins with what starts soonest where the fastest starts slowly, and says so", async () => {
    const [first, other] = fastOther;
    const rows = [
      { ...first, startMs: 200 },
      { ...other, startMs: 5000 },
    ] as typeof fastOther;
    const { attempts, run } = prepare(both(), { measured: async () => rows });
    expect((await run()).report).toMatchObject({ engine: "first", fasterKnown: true });
    expect(attempts.map(({ engine }) => engine)).toEqual(["first", "first"]);
  });

  it("downloads nothing for having been measured", async () => {
    const { run } = prepare(both(), {
      measured: async () => fastOther,
      isStored: async (_, { entry }) => entry.id === ("first" as "tfjs"),
    });
    expect((await run()).report.engine).toBe("first");
  });

  it("goes on with the others where the fastest does not start any more", async () => {
    const broken = engineEntry("other", (answer) => answer.fill(0), "onnx");
    const { run } = prepare([engineEntry("first"), broken], { measured: async () => fastOther });
    const { report } = await run();
    expect(report.engine).toBe("first");
    expect(report.refused).toMatchObject([{ engine: "other" }]);
  });

  it("never begins with a measured engine that the person excluded", async () => {
    const { attempts, run } = prepare(both(), { measured: async () => fastOther });
    const { report } = await run({ allowed: { engine: "first" as "tfjs" } });
    expect(report.engine).toBe("first");
    expect(attempts.map(({ engine }) => engine)).toEqual(["first", "first"]);
  });

  it("begins with what is stored, and leaves it at that where bytes are dear", async () => {
    const isStored: LoadParts["isStored"] = async (_, { entry }) =>
      entry.id === ("other" as "tfjs");
    const dear = prepare(both(), { isStored, savesBytes: () => true });
    expect((await dear.run()).report.engine).toBe("other");
    expect((await dear.run()).report).not.toHaveProperty("fasterKnown");
    const cheap = prepare(both(), { isStored });
    // What its card lists first comes behind.
    expect((await cheap.run()).report).toMatchObject({ engine: "other", fasterKnown: true });
  });

  describe("of which nothing is stored", () => {
    const heavyFirst = () => [
      engineEntry("tfjs", () => {}, "onnx"),
      engineEntry("onnx", () => {}, "tfjs"),
    ];

    const nothing: Partial<LoadParts> = {
      isStored: async () => false,
      missingFiles: async (_, { files }) => files,
    };

    it.each([
      [false, { engine: "tfjs", fasterKnown: true }],
      [true, { engine: "tfjs" }],
    ])("begins with the engine that starts soonest; bytes are dear: %s", async (dear, expected) => {
      const { run } = prepare(heavyFirst(), { ...nothing, savesBytes: () => dear });
      const { report } = await run();
      expect(report).toMatchObject(expected);
      expect("fasterKnown" in report).toBe("fasterKnown" in expected);
    });

    it("begins as its cards say where no engine runs all of the task's models but theirs", async () => {
      const mesher = {
        ...card,
        id: tasks[2].models.mesher ?? "",
        variants: card.variants.slice(0, 1),
      };
      const finder = { ...card, id: tasks[2].models.finder ?? "" };
      const { run } = prepare(heavyFirst(), {
        ...nothing,
        cardById: async (id) => [mesher, finder].find((one) => one.id === id),
      });
      const { running } = await run({ task: "faces" });
      expect(Object.values(running).map(({ entry }) => entry.id)).toEqual(["onnx", "onnx"]);
    });

    it("begins with what lacks its engine alone: after an update, or where engines cannot be kept", async () => {
      const { run } = prepare(heavyFirst(), { isStored: async () => false });
      const { report } = await run();
      expect(report.engine).toBe("onnx");
      expect(report).not.toHaveProperty("fasterKnown");
    });

    it.each<[string, readonly CandidateRow[], string]>([
      [
        "what was the fastest",
        [rowOf("tfjs", "onnx-fp32", 10), rowOf("onnx", "tfjs-fp16", 50)],
        "tfjs",
      ],
      [
        "what did not fail",
        [{ ...rowOf("onnx", "tfjs-fp16", 1), correct: false, reason: "no memory" }],
        "tfjs",
      ],
    ])("begins, of what lacks its engine alone, with %s", async (_, rows, engine) => {
      const measured = async () => rows;
      const { run } = prepare(heavyFirst(), { isStored: async () => false, measured });
      expect((await run()).report.engine).toBe(engine);
    });

    it("begins with the card's first once that is stored", async () => {
      const { run } = prepare(heavyFirst());
      const { report } = await run();
      expect(report.engine).toBe("onnx");
      expect(report).not.toHaveProperty("fasterKnown");
    });
  });

  it("takes the variant that the allowed engine reads", async () => {
    const { run } = prepare([engineEntry("tfjs"), engineEntry("other", () => {}, "onnx")]);
    const { report } = await run({ allowed: { engine: "other" as "tfjs" } });
    expect(report).toMatchObject({ engine: "other", variant: "onnx-fp32" });
  });

  describe("with a variant that computes in halves", () => {
    const tolerance = { means: { worst: 0.1, mean: 0.1 } };
    const halves: Variant = {
      ...{ id: "onnx-fp16-math", format: "onnx", precision: "fp16" },
      ...{ needs: "shader-f16", tolerance, files: [pinned("weights", 8)] },
    };
    const floats: Variant = { ...halves, id: "onnx-fp32", precision: "fp32" };
    const { needs: _needs, tolerance: _tolerance, ...everyone } = floats;
    const cardById = async () => ({ ...card, variants: [everyone, halves] });
    const measured: LoadParts["measured"] = async () => [
      { ...rowOf("onnx", "onnx-fp32", 50), backend: "webgpu" },
      { ...rowOf("onnx", "onnx-fp16-math", 10), backend: "webgpu" },
    ];
    const probe: LoadParts["probe"] = async (backend) => ({
      ...{ backend, ok: true, threads: 1 },
      features: ["shader-f16"],
    });
    const onGpu = (change?: (answer: Float32Array) => void) => ({
      ...engineEntry("onnx", change, "onnx"),
      backends: ["webgpu"] as const,
    });
    const offByAHundredth = (answer: Float32Array): void => {
      answer[0] = (answer[0] ?? 0) + 0.01;
    };

    it("begins with the one for everyone where nothing was measured, and falls back on no other", async () => {
      const { run } = prepare([onGpu()], { cardById, probe });
      expect((await run()).report.variant).toBe("onnx-fp32");
      const wrong = prepare([onGpu((answer) => answer.fill(0))], { cardById, probe });
      await expect(wrong.run()).rejects.toMatchObject({ code: "no-backend" });
      expect(wrong.attempts.map(({ state }) => state)).toEqual(["started", "settled"]);
    });

    it("begins with it where it was the fastest here, and lets it differ as its card says", async () => {
      const { run } = prepare([onGpu(offByAHundredth)], { cardById, probe, measured });
      const { report, models } = await run();
      expect(report).toMatchObject({ variant: "onnx-fp16-math", refused: [] });
      await expect(models.finder?.session.proveAgain?.()).resolves.toBeUndefined();
      const alone = prepare([onGpu(offByAHundredth)], { cardById, probe });
      await expect(alone.run()).rejects.toMatchObject({ code: "no-backend" });
    });

    it("passes over it where the GPU does not compute in halves, and blames nothing else", async () => {
      const { run } = prepare([onGpu()], {
        ...{ cardById, measured },
        probe: async (backend) => ({ backend, ok: true, threads: 1 }),
      });
      expect((await run()).report).toMatchObject({ variant: "onnx-fp32", refused: [] });
    });
  });

  describe("a task of two models", () => {
    const mesh: ModelCard = {
      ...card,
      variants: card.variants.map((one) => ({ ...one, files: [pinned("mesh weights", 8)] })),
    };
    const cardById = async (id: string) => (id === "facemesh" ? mesh : card);
    const faces = { task: "faces" } as const;
    const twoModels = (engines: readonly EngineEntry[], change: Partial<LoadParts> = {}) => {
      const seen: string[] = [];
      const { run } = prepare(engines, {
        cardById,
        async fetchFiles(files, { onProgress }) {
          const isMesh = files.some(({ name }) => name === "mesh weights");
          seen.push(isMesh ? "mesh brought" : "finder brought");
          onProgress?.(isMesh ? 2 : 1, 2, 0);
          return { files: storedFiles, kept: true };
        },
        onProgress: ({ loadedBytes }) => void seen.push(`progress ${loadedBytes}`),
        onAttempt: ({ state }) => void seen.push(state),
        ...change,
      });
      return { seen, run };
    };
    const inTurn = [
      ...["finder brought", "progress 1", "started", "settled"],
      ...["mesh brought", "progress 2", "started", "settled"],
    ];

    it("reads the second's files while the first starts, and tells and starts them in turn", async () => {
      const { seen, run } = twoModels([engineEntry("good")]);
      const { models, report } = await run(faces);
      expect(Object.keys(models)).toEqual(["finder", "mesher"]);
      expect(report).toMatchObject({ model: card.id, kept: true, refused: [] });
      expect(report.loadMs).toBeGreaterThanOrEqual(0);
      expect(seen.indexOf("mesh brought")).toBeLessThan(seen.indexOf("settled"));
      expect(seen.filter((one) => one !== "mesh brought")).toEqual(
        inTurn.filter((one) => one !== "mesh brought"),
      );
      expect(seen.filter((one) => one === "mesh brought")).toHaveLength(1);
    });

    it("brings what is not stored in turn", async () => {
      const { seen, run } = twoModels([engineEntry("good")], { isStored: async () => false });
      await run(faces);
      expect(seen).toEqual(inTurn);
    });

    it("stops reading for the second where the first does not start", async () => {
      let stopped = false;
      const { run } = twoModels([engineEntry("wrong", (answer) => answer.fill(0))], {
        fetchFiles: async (files, { signal }) => {
          if (!files.some(({ name }) => name === "mesh weights")) {
            return { files: storedFiles, kept: true };
          }
          return new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              stopped = true;
              reject(signal.reason);
            });
          });
        },
      });
      await expect(run(faces)).rejects.toMatchObject({ code: "no-backend" });
      expect(stopped).toBe(true);
    });

    it("tells in its turn why the second's files cannot be read, and frees the first", async () => {
      const good = engineEntry("good");
      const details = { url: "/models/0", reason: "its SHA-256 does not match" };
      const { seen, run } = twoModels([good], {
        fetchFiles: async (files) => {
          if (files.some(({ name }) => name === "mesh weights")) {
            throw new AppError("download-corrupt", details);
          }
          return { files: storedFiles, kept: true };
        },
      });
      await expect(run(faces)).rejects.toMatchObject({ code: "download-corrupt", details });
      expect(seen).toEqual(["started", "settled"]);
      expect(good.disposed()).toBe(1);
    });

    it("goes on with the next candidate of the second where the one that came ahead fails", async () => {
      let sessions = 0;
      const failing = engineEntry("failing");
      const first: EngineEntry = {
        ...failing,
        async fetch() {
          const engine = await failing.fetch();
          return {
            ...engine,
            load: (...given) =>
              sessions++ === 0 ? engine.load(...given) : Promise.reject(new Error("no memory")),
          };
        },
      };
      const { run } = twoModels([first, engineEntry("other")]);
      const { running, report } = await run(faces);
      expect(running).toMatchObject({
        finder: { entry: { id: "failing" } },
        mesher: { entry: { id: "other" } },
      });
      expect(report.refused).toEqual([{ engine: "failing", backend: "wasm", reason: "no memory" }]);
    });
  });

  it("blames the network, not the device, when an engine's code does not arrive", async () => {
    const words = "Failed to fetch dynamically imported module: http://localhost/assets/tfjs.js";
    const { run } = prepare([
      { ...engineEntry("tfjs"), fetch: () => Promise.reject(new TypeError(words)) },
    ]);
    await expect(run()).rejects.toMatchObject({
      code: "offline",
      details: { url: "http://localhost/assets/tfjs.js" },
    });
  });

  it("fetches an engine once for all loads, and again only when it did not arrive", async () => {
    const good = engineEntry("good");
    let fetches = 0;
    const entry: EngineEntry = {
      ...good,
      fetch: () => {
        fetches++;
        return fetches === 1 ? Promise.reject(new Error("cut")) : good.fetch();
      },
    };
    const { run } = prepare([entry]);
    await expect(run()).rejects.toMatchObject({ code: "no-backend" });
    await run();
    await run();
    expect(fetches).toBe(2);
  });

  it("passes on why a download failed", async () => {
    const details = { url: "/models/0", status: 500 };
    const { attempts, run } = prepare([engineEntry("good")], {
      fetchFiles: () => Promise.reject(new AppError("download-failed", details)),
    });
    await expect(run()).rejects.toMatchObject({ code: "download-failed", details });
    expect(attempts).toEqual([]);
  });

  it("stops when it is cancelled in the middle of a start, and frees the session", async () => {
    const controller = new AbortController();
    const good = engineEntry("good", () => controller.abort());
    const { attempts, run } = prepare([good]);
    await expect(run({}, controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(good.disposed()).toBe(1);
    expect(attempts.at(-1)?.state).toBe("settled");
  });
});
