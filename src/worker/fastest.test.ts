import { describe, expect, it } from "vitest";
import type { CandidateRow } from "#protocol";
import type { Variant } from "#shared";
import type { Candidate } from "./candidates.ts";
import type { EngineEntry } from "./engines/engine.ts";
import { fastestOf, startChoice, untriedBest } from "./fastest.ts";

const variants = {
  litert: variant("tflite-fp16", "tflite"),
  tfjs: variant("tfjs-fp16", "tfjs"),
  onnx: variant("onnx-fp16", "onnx"),
} as const;
type Id = keyof typeof variants;

function variant(id: string, format: Variant["format"]): Variant {
  return { id, format, precision: "fp16", files: [] };
}

function candidate(id: Id): Candidate {
  const entry: EngineEntry = {
    id,
    formats: [variants[id].format],
    backends: ["wasm"],
    fetch: () => Promise.reject(new Error("not fetched here")),
  };
  return { variant: variants[id], entry, backend: "wasm" };
}

function row(id: Id, change: Partial<CandidateRow>): CandidateRow {
  return {
    model: "m",
    variant: variants[id].id,
    engine: id,
    backend: "wasm",
    threads: 2,
    precision: "fp16",
    correct: true,
    ...change,
  };
}

/** In the order in which they are tried. */
const all = [candidate("litert"), candidate("tfjs"), candidate("onnx")];

describe("choosing what was measured", () => {
  it.each<[string, readonly CandidateRow[], Id | undefined, number | undefined]>([
    ["nothing where nothing was measured", [], undefined, undefined],
    [
      "nothing where a start was right and nobody timed it",
      [row("tfjs", {})],
      undefined,
      undefined,
    ],
    [
      "the smallest median",
      [row("litert", { medianMs: 30 }), row("onnx", { medianMs: 20 })],
      "onnx",
      2,
    ],
    [
      "what is tried first anyway, where the difference is noise",
      [row("onnx", { medianMs: 29 }), row("litert", { medianMs: 30 })],
      "litert",
      2,
    ],
    [
      "what is tried first anyway, where a busy device blurred both",
      [row("onnx", { medianMs: 70, spreadMs: 46 }), row("litert", { medianMs: 108, spreadMs: 84 })],
      "litert",
      2,
    ],
    [
      "the smallest median where both were steady",
      [row("onnx", { medianMs: 27, spreadMs: 1 }), row("litert", { medianMs: 30, spreadMs: 2 })],
      "onnx",
      2,
    ],
    [
      "no wrong one, however fast",
      [row("litert", { medianMs: 1, correct: false }), row("tfjs", { medianMs: 90 })],
      "tfjs",
      2,
    ],
    [
      "the number of threads that was fastest",
      [row("litert", { medianMs: 30 }), row("litert", { medianMs: 20, threads: 1 })],
      "litert",
      1,
    ],
  ])("takes %s", (_, rows, engine, threads) => {
    const fastest = fastestOf(all, rows);
    expect(fastest?.entry.id).toBe(engine);
    expect(fastest?.threads).toBe(threads);
  });

  it("takes nothing that may not be tried, however fast it was", () => {
    const rows = [row("onnx", { medianMs: 1 }), row("tfjs", { medianMs: 9 })];
    expect(fastestOf([candidate("tfjs")], rows)?.entry.id).toBe("tfjs");
    expect(fastestOf([candidate("litert")], rows)).toBeUndefined();
  });
});

describe("choosing what to begin with", () => {
  it.each<[string, readonly CandidateRow[], Id, boolean]>([
    [
      "the fastest where it starts soon",
      [row("onnx", { medianMs: 10, startMs: 900 }), row("tfjs", { medianMs: 50, startMs: 100 })],
      "onnx",
      false,
    ],
    [
      "what starts soonest where the fastest starts slowly, the fastest behind it",
      [
        row("onnx", { medianMs: 10, startMs: 4000 }),
        row("tfjs", { medianMs: 50, startMs: 300 }),
        row("litert", { medianMs: 60, startMs: 1500 }),
      ],
      "tfjs",
      true,
    ],
    [
      "the fastest where nothing else starts much sooner",
      [row("onnx", { medianMs: 10, startMs: 4000 }), row("tfjs", { medianMs: 50, startMs: 2500 })],
      "onnx",
      false,
    ],
    [
      "the fastest rather than itself with fewer threads",
      [
        row("onnx", { medianMs: 10, startMs: 4000 }),
        row("onnx", { medianMs: 50, startMs: 100, threads: 1 }),
      ],
      "onnx",
      false,
    ],
  ])("takes %s", (_, rows, engine, fasterKnown) => {
    expect(startChoice(all, rows)).toMatchObject({ first: { entry: { id: engine } }, fasterKnown });
  });

  it("leaves the choice to the card where nothing was measured", () => {
    expect(startChoice(all, [])).toBeUndefined();
  });
});

describe("what its card lists first, untried here", () => {
  const onGpu: Candidate = { ...candidate("onnx"), backend: "webgpu" };

  it.each<[string, readonly CandidateRow[], Id | undefined]>([
    ["is believed where nothing was measured", [], "litert"],
    [
      "is believed to be faster than others on the processor",
      [row("tfjs", { medianMs: 5 })],
      "litert",
    ],
    ["is tried no more once it was measured", [row("litert", { medianMs: 50 })], undefined],
    [
      "is tried no more once it failed",
      [row("litert", { correct: false, reason: "no memory" })],
      undefined,
    ],
    [
      "is not believed to be faster than a GPU",
      [row("onnx", { backend: "webgpu", medianMs: 5 })],
      undefined,
    ],
  ])("%s", (_, rows, expected) => {
    expect(untriedBest([...all, onGpu], rows)?.entry.id).toBe(expected);
  });

  it("is never what needs more of the device than a backend", () => {
    const first = candidate("onnx");
    const halves: Candidate = { ...first, variant: { ...first.variant, needs: "shader-f16" } };
    expect(untriedBest([halves, ...all], [])?.entry.id).toBe("litert");
  });
});
