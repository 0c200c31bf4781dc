import { describe, expect, it } from "vitest";
import type { CandidateRow, LoadRequest, SessionReport } from "#protocol";
import type { ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { KeyValues } from "#store";
import type { TaskRunner } from "#tasks/runner";
import type { Engine, EngineEntry, Session } from "./engines/engine.ts";
import { createFrameCounts } from "./frame-counts.ts";
import { createKeptTunings } from "./kept-tunings.ts";
import type { FrameImage } from "./preprocess/preprocess.ts";
import { createTaskSession } from "./task-session.ts";
import { type ActiveSession, createTuner } from "./tuner.ts";

const card: ModelCard = {
  ...exampleCard,
  id: "centernet-512",
  task: "detect",
  title: "one number",
  input: { ...exampleCard.input, name: "images", width: 1, height: 1 },
  outputs: [{ name: "out", shape: [1, 1], dtype: "float32" }],
  variants: [
    { id: "tfjs-fp32", format: "tfjs", precision: "fp32", files: [] },
    { id: "onnx-fp32", format: "onnx", precision: "fp32", files: [] },
  ],
};
const request: LoadRequest = { task: "detect", allowed: { backend: "wasm" }, refused: [] };

function entryOf(id: "tfjs" | "onnx", answer: number, disposed: string[]): EngineEntry {
  const engine: Engine = {
    id,
    load: async (variant, _backend, _signal, threads = 1): Promise<Session> => ({
      inputs: variant.inputs,
      outputs: variant.outputs,
      place: "cpu",
      threads,
      build: "test",
      async run() {
        const data = Float32Array.of(answer);
        return [{ place: "cpu", name: "out", shape: [1, 1], dtype: "float32", data }];
      },
      dispose: () => void disposed.push(id),
    }),
  };
  return { id, formats: [id], backends: ["wasm"], fetch: async () => engine };
}

function row(engine: "tfjs" | "onnx", medianMs: number): CandidateRow {
  return {
    model: card.id,
    variant: `${engine}-fp32`,
    engine,
    backend: "wasm",
    threads: 1,
    precision: "fp32",
    correct: true,
    medianMs,
  };
}

/** One detection a frame, whose score tells the session that answered. */
const runner = {
  begin: ({ finder }) => ({
    async run(frame) {
      const { tensor } = await frame.fit(card.input);
      const score = (await finder?.run(tensor))?.[0]?.data[0] ?? 0;
      const found = { label: "thing", classId: 0, score, box: [0, 0, 1, 1] } as const;
      return { task: "detect", frame: frame.info, detections: [found] };
    },
  }),
} satisfies TaskRunner<"detect">;

async function prepare(cardNow = card) {
  const disposed: string[] = [];
  const engines = [entryOf("tfjs", 0.25, disposed), entryOf("onnx", 0.75, disposed)];
  const values = new Map<string, unknown>();
  const store: Pick<KeyValues, "get" | "update"> = {
    get: async (key) => values.get(key),
    update: async (key, change) => void values.set(key, change(values.get(key))),
  };
  const tunings = createKeptTunings(
    async () => store,
    () => "here",
  );
  const [entry] = engines;
  const [variant] = card.variants;
  if (!entry || !variant) throw new Error("there are two of each");
  const files = {
    variantId: variant.id,
    format: variant.format,
    files: new Map(),
    inputs: [],
    outputs: card.outputs,
  };
  const first = await (await entry.fetch()).load(files, "wasm", new AbortController().signal);
  const task = createTaskSession(
    "detect",
    runner,
    { finder: { card, session: first } },
    (input) => ({
      path: "cpu",
      input,
      fit: () => ({
        tensor: {
          place: "cpu",
          name: "images",
          shape: [1, 1, 1, 3],
          dtype: "float32",
          data: new Float32Array(3),
        },
        toSource: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
      }),
      dispose: () => {},
    }),
  );
  const report: SessionReport = {
    task: "detect",
    model: card.id,
    variant: variant.id,
    engine: "tfjs",
    backend: "wasm",
    threads: 1,
    loadMs: 1,
    kept: true,
    refused: [],
    fasterKnown: true,
  };
  let active: ActiveSession | undefined = {
    session: task,
    report,
    running: { finder: { variant, entry, backend: "wasm" } },
  };
  const counts = createFrameCounts();
  const tuner = createTuner({
    engines,
    tunings,
    counts,
    cardById: async (id) => (id === card.id ? cardNow : undefined),
    probe: async (backend) => ({ backend, ok: true, threads: 1 }),
    proofs: { has: async () => true, add: async () => {} },
    fetchFiles: async () => ({ files: new Map(), kept: true }),
    missingFiles: async () => [],
    isEngineKept: async () => true,
    onProgress: () => {
      throw new Error("what happens behind the frames is no progress of theirs");
    },
    onAttempt: () => {},
    onStarted: () => {},
    measured: (one) => tunings.rows(one, null),
    isStored: async () => true,
    savesBytes: () => false,
    active: () => active,
    update: (changed) => {
      active = changed;
    },
    pipeline: { hold: async () => {}, goOn: () => {} },
    inTurn: (work) => work(),
  });
  tuner.loaded(active, { finder: { card, session: first } });
  /** A frame as the pipeline counts it; the score tells who answered. */
  const frame = async (): Promise<number | undefined> => {
    const info = { width: 1, height: 1, timestampMs: counts.processed };
    const { result } = await task.run(
      {} as FrameImage,
      info,
      { minScore: 0.1, classes: [] },
      "live",
    );
    counts.processed++;
    return result.task === "detect" ? result.detections[0]?.score : undefined;
  };
  const { signal } = new AbortController();
  const bring = (given: AbortSignal = signal) => tuner.handlers.bringFastest(request, given);
  const end = (): void => {
    active = undefined;
  };
  return { tuner, tunings, frame, bring, end, disposed, now: () => active };
}

describe("bringing the fastest behind the frames", () => {
  it("hands over between two frames, and tells which frame was the first of the winner", async () => {
    const { tuner, tunings, frame, bring, disposed, now } = await prepare();
    await tunings.keep(card, [row("tfjs", 50), row("onnx", 10)], null);
    const answers = [await frame(), await frame()];
    expect(tuner.swap()).toBeNull();
    const report = await bring();
    answers.push(await frame());
    expect(answers).toEqual([0.25, 0.25, 0.75]);
    expect(tuner.swap()).toEqual({
      firstEngine: "tfjs",
      firstBackend: "wasm",
      winner: "onnx",
      winnerBackend: "wasm",
      atFrame: 3,
    });
    expect(report).toMatchObject({ engine: "onnx", variant: "onnx-fp32", refused: [] });
    expect(report).not.toHaveProperty("fasterKnown");
    expect(now()?.report).toEqual(report);
    expect(disposed).toEqual(["tfjs"]);
  });

  it("brings what the card lists first, which nobody has tried here, once it was fetched", async () => {
    const { tuner, frame, bring, disposed, now } = await prepare({
      ...card,
      variants: card.variants.toReversed(),
    });
    const { signal } = new AbortController();
    expect(await bring()).toBeNull();
    expect(await tuner.handlers.fetchFastest(request, signal)).toBe(true);
    expect(await frame()).toBe(0.25);
    expect(tuner.swap()).toBeNull();
    expect(await bring()).toMatchObject({ engine: "onnx", variant: "onnx-fp32", kept: true });
    expect(await frame()).toBe(0.75);
    expect(tuner.swap()).toMatchObject({ firstEngine: "tfjs", winner: "onnx", atFrame: 2 });
    expect(now()?.report).not.toHaveProperty("fasterKnown");
    expect(disposed).toEqual(["tfjs"]);
    expect(await tuner.handlers.fetchFastest(request, signal)).toBe(false);
  });

  it("lets go of what was fetched when something else is to be loaded", async () => {
    const { tuner, bring, disposed } = await prepare({
      ...card,
      variants: card.variants.toReversed(),
    });
    const { signal } = new AbortController();
    await tuner.handlers.fetchFastest(request, signal);
    const fetching = tuner.handlers.fetchFastest(request, signal);
    tuner.giveUp();
    await expect(fetching).rejects.toMatchObject({ name: "AbortError" });
    expect(await bring()).toBeNull();
    expect(disposed).toEqual([]);
  });

  it("does so once: what is the fastest stays", async () => {
    const { tuner, tunings, bring, disposed } = await prepare();
    await tunings.keep(card, [row("tfjs", 50), row("onnx", 10)], null);
    const report = await bring();
    const swap = tuner.swap();
    // Told again: the page may not have heard of it.
    expect(await bring()).toEqual(report);
    expect(tuner.swap()).toBe(swap);
    expect(disposed).toEqual(["tfjs"]);
  });

  it("frees the winner where the session ended meanwhile", async () => {
    const { tuner, tunings, bring, end, disposed } = await prepare();
    await tunings.keep(card, [row("onnx", 10)], null);
    const bringing = bring();
    end();
    expect(await bringing).toBeNull();
    expect(disposed).toEqual(["onnx"]);
    expect(tuner.swap()).toBeNull();
  });

  it("gives up when something else is to be loaded, and frees what it started", async () => {
    const { tuner, tunings, bring, disposed } = await prepare();
    await tunings.keep(card, [row("onnx", 10)], null);
    const bringing = bring();
    tuner.giveUp();
    await expect(bringing).rejects.toMatchObject({ name: "AbortError" });
    expect(disposed).not.toContain("tfjs");
  });

  it("brings nothing for another task than the one that runs", async () => {
    const { tuner, tunings } = await prepare();
    await tunings.keep(card, [row("onnx", 10)], null);
    const { signal } = new AbortController();
    const other = { ...request, task: "pose" } as const;
    expect(await tuner.handlers.bringFastest(other, signal)).toBeNull();
  });
});

describe("the tuner's table", () => {
  it("shows what is kept from earlier visits, and what is measured as it comes", async () => {
    const { tuner } = await prepare();
    await expect.poll(() => tuner.candidates()).toMatchObject([{ engine: "tfjs", correct: true }]);
    await tuner.handlers.keepTuning(
      { rows: [row("tfjs", 50), row("onnx", 10)], tried: [] },
      new AbortController().signal,
    );
    expect(tuner.candidates().map(({ engine, medianMs }) => [engine, medianMs])).toEqual([
      ["tfjs", 50],
      ["onnx", 10],
    ]);
  });

  it("takes the marks of tries back that ended", async () => {
    const { tuner, tunings } = await prepare();
    const tried = row("onnx", 10);
    await tunings.mark(tried);
    await tuner.handlers.keepTuning({ rows: [], tried: [tried] }, new AbortController().signal);
    await tunings.mark(tried);
    expect(await tunings.isDeadly(tried)).toBe(false);
  });
});
