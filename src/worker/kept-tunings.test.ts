import { describe, expect, it } from "vitest";
import type { CandidateRow, TuneCandidate } from "#protocol";
import type { ModelCard, PinnedFile } from "#shared";
import type { KeyValues } from "#store";
import { createKeptTunings } from "./kept-tunings.ts";

function pinned(name: string, digit: string): PinnedFile {
  return { name, bytes: 8, sha256: digit.repeat(64) };
}

const card = {
  id: "m",
  variants: [
    { id: "tfjs-fp16", format: "tfjs", precision: "fp16", files: [pinned("weights", "1")] },
    { id: "onnx-fp16", format: "onnx", precision: "fp16", files: [pinned("model.onnx", "2")] },
  ],
} as unknown as ModelCard;

const candidate: TuneCandidate = {
  model: "m",
  variant: "tfjs-fp16",
  engine: "tfjs",
  backend: "wasm",
  threads: 1,
};
const row: CandidateRow = { ...candidate, precision: "fp16", correct: true, medianMs: 30 };
const onGpu: CandidateRow = { ...row, backend: "webgpu", medianMs: 5 };

/** The store's contract, in memory. */
function memory(values = new Map<string, unknown>()): Pick<KeyValues, "get" | "update"> {
  return {
    get: async (key) => values.get(key),
    update: async (key, change) => void values.set(key, change(values.get(key))),
  };
}

function prepare(values?: Map<string, unknown>) {
  const device = { here: "browser 1" };
  const store = memory(values);
  return {
    device,
    tunings: createKeptTunings(
      async () => store,
      () => device.here,
    ),
  };
}

describe("keeping measurements", () => {
  it("gives back what was kept, and writes over a row of the same candidate only", async () => {
    const { tunings } = prepare();
    await tunings.keep(card, [row, { ...row, variant: "onnx-fp16", engine: "onnx" }], null);
    await tunings.keep(card, [{ ...row, medianMs: 20 }], null);
    const rows = await tunings.rows(card, null);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ ...row, medianMs: 20 });
  });

  it("forgets all of it when the browser or the engines' code change", async () => {
    const { device, tunings } = prepare();
    await tunings.keep(card, [row], null);
    await tunings.started(row);
    device.here = "browser 2";
    expect(await tunings.rows(card, null)).toEqual([]);
    expect(await tunings.hasStarted(row)).toBe(false);
  });

  it("forgets the rows of a variant whose files change, and no others", async () => {
    const { tunings } = prepare();
    const other: CandidateRow = { ...row, variant: "onnx-fp16", engine: "onnx" };
    await tunings.keep(card, [row, other], null);
    const [first, second] = card.variants;
    if (!first || !second) throw new Error("the card has two variants");
    const changed = { ...card, variants: [{ ...first, files: [pinned("weights", "9")] }, second] };
    expect(await tunings.rows(changed, null)).toEqual([other]);
  });

  it("forgets what another GPU measured, and keeps the processor's", async () => {
    const { tunings } = prepare();
    await tunings.keep(card, [row, onGpu], "vendor one");
    expect(await tunings.rows(card, "vendor one")).toEqual([row, onGpu]);
    expect(await tunings.rows(card, "vendor two")).toEqual([row]);
  });

  it("compares no GPU where none was asked: a start does not wait for it", async () => {
    const { tunings } = prepare();
    await tunings.keep(card, [onGpu], "vendor one");
    expect(await tunings.rows(card, null)).toEqual([onGpu]);
  });

  it.each<[string, unknown]>([
    ["a word", "rows"],
    ["rows without a place", [{ ...row }]],
    ["rows whose median is a word", [{ ...row, here: "browser 1", files: "f", medianMs: "9" }]],
    ["nothing but null", [null]],
  ])("takes %s, as another version may have written it, for nothing", async (_, stored) => {
    const { tunings } = prepare(new Map([["tuned m", stored]]));
    expect(await tunings.rows(card, null)).toEqual([]);
    await tunings.keep(card, [row], null);
    expect(await tunings.rows(card, null)).toEqual([row]);
  });

  it("goes on without storage", async () => {
    const tunings = createKeptTunings(
      () => Promise.reject(new Error("no storage")),
      () => "browser 1",
    );
    await tunings.keep(card, [row], null);
    await tunings.mark(row);
    expect(await tunings.rows(card, null)).toEqual([]);
    expect(await tunings.isDeadly(row)).toBe(false);
  });
});

describe("marks of tries", () => {
  it("call a candidate deadly when two tries were begun and never ended", async () => {
    const { tunings } = prepare();
    await tunings.mark(candidate);
    expect(await tunings.isDeadly(candidate)).toBe(false);
    await tunings.mark(candidate);
    expect(await tunings.isDeadly(candidate)).toBe(true);
    expect(await tunings.isDeadly({ ...candidate, threads: 2 })).toBe(false);
    await tunings.keep(card, [row], null);
    expect(await tunings.rows(card, null)).toMatchObject([
      { correct: false, reason: "the page ended twice while it was tried" },
    ]);
  });

  it("are taken back by a try that ended, and count no more in another browser", async () => {
    const { device, tunings } = prepare();
    await tunings.mark(candidate);
    await tunings.unmark(candidate);
    await tunings.mark(candidate);
    expect(await tunings.isDeadly(candidate)).toBe(false);
    await tunings.mark(candidate);
    device.here = "browser 2";
    expect(await tunings.isDeadly(candidate)).toBe(false);
  });
});
