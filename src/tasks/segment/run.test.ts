import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { affineOf, type CpuTensor, invert, parseCard, place } from "#shared";
import type { SegmentResult } from "#tasks";
import type { Mode, RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { segment } from "./task.ts";

const card = parseCard(JSON.parse(readFileSync("models/selfie-square.json", "utf8")));
const cells = card.input.width * card.input.height;

/** Answers with masks of one value each, in one buffer that it uses again, as engines do. */
function answering(...values: number[]): RunnerModel {
  const data = new Float32Array(cells);
  return {
    card,
    outputs: card.outputs,
    async run() {
      data.fill(values.shift() ?? Number.NaN);
      const [output] = card.outputs;
      if (!output) throw new Error("the card names no output");
      const answer: CpuTensor = { ...output, place: "cpu", dtype: "float32", data };
      return [answer];
    },
  };
}

/** A model of classes that answers with class numbers, four columns wide and two rows high. */
function naming(labels: readonly string[], classIds: readonly number[]): RunnerModel {
  const { golden: _, ...brought } = card;
  const parameters = { output: "map", classes: 4, layout: "NHWC" as const, argmax: true };
  const decoder = { id: "semantic" as const, parameters };
  const data = Int32Array.from(classIds);
  return {
    card: { ...brought, labels, decoder, input: { ...card.input, fit: "letterbox" } },
    outputs: [],
    run: async () => [{ place: "cpu", name: "map", shape: [1, 4, 4], dtype: "int32", data }],
  };
}

function frameAt(timestampMs: number, width = 640, height = 480): RunnerFrame {
  return {
    info: { width, height, timestampMs },
    fit: (input) => ({
      tensor: { place: "cpu", name: input.name, shape: [1], dtype: input.dtype },
      toSource: affineOf(place(input, { width, height }, "stretch")),
    }),
  };
}

/** The middle cell of each frame's mask, 0 … 255. */
async function shown(
  mode: Mode,
  values: number[],
  frames: readonly RunnerFrame[],
): Promise<number[]> {
  const run = runner.begin({ person: answering(...values) }, mode);
  const results: SegmentResult[] = [];
  for (const frame of frames) results.push(await run.run(frame, segment.options));
  return results.map(({ mask }) => new Uint8Array(mask.alpha)[cells / 2] ?? -1);
}

describe("the segment task", () => {
  it("says of which frame a mask is and how much of it people cover", async () => {
    const run = runner.begin({ person: answering(0.75) }, "still");
    const result = await run.run(frameAt(7), segment.options);
    expect(result.frame).toEqual({ width: 640, height: 480, timestampMs: 7 });
    expect(result.mask).toMatchObject({ width: 256, height: 256, coverage: 1 });
    expect(result.mask.alpha.byteLength).toBe(cells);
  });

  it("keeps what it told of a frame when the next one comes", async () => {
    expect(await shown("live", [1, 0], [frameAt(0), frameAt(33)])).toEqual([255, 0]);
  });

  it("steadies small changes of live frames", async () => {
    const [, second = 0] = await shown("live", [0.5, 0.6], [frameAt(0), frameAt(33)]);
    expect(second).toBeGreaterThan(128);
    expect(second).toBeLessThan(140);
  });

  it.each<[string, Mode, RunnerFrame]>([
    ["of stills", "still", frameAt(33)],
    ["of a turned camera", "live", frameAt(33, 480, 640)],
    ["after a gap", "live", frameAt(5_000)],
    ["of a clip that begins anew", "live", frameAt(-40)],
  ])("takes masks %s as they are", async (_, mode, second) => {
    expect(await shown(mode, [0.5, 0.6], [frameAt(0), second])).toEqual([128, 153]);
  });

  it("refuses a mask of another shape than its card's", async () => {
    const model = answering(1);
    const wrong: RunnerModel = {
      ...model,
      run: async (input) =>
        (await model.run(input)).map((output) => ({ ...output, shape: [1, 9, 9, 1] })),
    };
    const run = runner.begin({ person: wrong }, "still");
    await expect(run.run(frameAt(0), segment.options)).rejects.toThrow(
      expect.objectContaining({ code: "bad-card" }),
    );
  });
});

describe("a model of classes", () => {
  // The frame is twice as wide as high: of the letterboxed input the two middle rows are its own.
  const rows = [3, 3, 3, 3, 0, 1, 1, 2, 0, 0, 2, 2, 3, 3, 3, 3];
  const frame: RunnerFrame = {
    info: { width: 400, height: 200, timestampMs: 0 },
    fit: (input) => ({
      tensor: { place: "cpu", name: input.name, shape: [1], dtype: input.dtype },
      toSource: invert(affineOf(place({ width: 400, height: 200 }, input, "letterbox"))),
    }),
  };
  const run = (labels: readonly string[]) =>
    runner.begin({ person: naming(labels, rows) }, "still").run(frame, segment.options);

  it("names what lies where in the frame, largest first and without the background", async () => {
    const { classes, mask } = await run(["background", "person", "horse", "sky"]);
    expect(classes?.found).toEqual([
      { classId: 2, label: "horse", share: 6 / 16 },
      { classId: 1, label: "person", share: 4 / 16 },
    ]);
    expect([...new Uint8Array(classes?.classIds ?? new ArrayBuffer(0))]).toEqual([
      0, 1, 1, 2, 0, 1, 1, 2, 0, 0, 2, 2, 0, 0, 2, 2,
    ]);
    // What the other options need is the person.
    expect(mask).toMatchObject({ width: 4, height: 4, coverage: 4 / 16 });
  });

  it("takes everything but the background for the mask where no class is a person", async () => {
    expect((await run(["background", "cat", "horse", "sky"])).mask.coverage).toBe(10 / 16);
  });

  it("shows every class where none is the background, and numbers those without a name", async () => {
    const { classes } = await run(["wall"]);
    expect(classes?.found.map(({ label }) => label)).toEqual(["wall", "class 2", "class 1"]);
  });

  it("leaves class 0 out where nothing has a name", async () => {
    expect((await run([])).classes?.found.map(({ label }) => label)).toEqual([
      "class 2",
      "class 1",
    ]);
  });
});
