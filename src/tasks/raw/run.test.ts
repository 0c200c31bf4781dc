import { describe, expect, it } from "vitest";
import { affineOf, type CardDecoder, type CpuTensor, invert, type ModelCard, place } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { RawResult } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { detailAt } from "./detail-at.ts";
import { rawExport } from "./export.ts";
import { runner } from "./run.ts";
import { raw } from "./task.ts";
import { spoken, words } from "./words.ts";

const card: ModelCard = {
  ...exampleCard,
  input: { ...exampleCard.input, width: 100, height: 100, layout: "NCHW", fit: "letterbox" },
};

function tensor(name: string, shape: readonly number[], values: readonly number[]): CpuTensor {
  return { place: "cpu", name, shape, dtype: "float32", data: Float32Array.from(values) };
}

async function run(outputs: readonly CpuTensor[], decoder?: CardDecoder): Promise<RawResult> {
  const model: RunnerModel = {
    card: { ...card, ...(decoder && { decoder }) },
    outputs: [],
    run: async () => outputs,
  };
  const frame: RunnerFrame = {
    info: { width: 400, height: 200, timestampMs: 3 },
    fit: (input) => ({
      tensor: { place: "cpu", name: "x", shape: [1], dtype: "float32" },
      toSource: invert(affineOf(place({ width: 400, height: 200 }, input, input.fit))),
    }),
  };
  return runner.begin({ model }, "still").run(frame, raw.options);
}

describe("any model", () => {
  it("is told of in numbers: shape, range, mean and the largest", async () => {
    const result = await run([tensor("y", [1, 6], [-2, 5, 0.5, 4, 1, 0.5]), tensor("z", [1], [3])]);
    expect(result.outputs[0]).toMatchObject({
      name: "y",
      shape: [1, 6],
      range: { least: -2, most: 5, mean: 1.5 },
      broken: 0,
      sample: [-2, 5, 0.5, 4, 1, 0.5],
    });
    expect(result.outputs[0]?.best.map(({ index }) => index)).toEqual([1, 3, 4, 2, 5]);
    expect(result.picture).toBe(undefined);
    expect(result.frame).toEqual({ width: 400, height: 200, timestampMs: 3 });
    expect(words(result)).toBe("y [1, 6] −2 … 5 · z [1] 3 … 3");
    expect(spoken(result)).toBe("2 outputs");
    expect(detailAt(result, 10, 10)?.rows[1]?.value).toBe("1: 5, 3: 4, 4: 1, 2: 0.5, 5: 0.5");
    expect(detailAt(result, -1, 10)).toBe(undefined);
    expect(rawExport.rows(result)[0]).toEqual(["y", "1x6", -2, 5, 1.5, 0, null]);
  });

  it("counts values that are no numbers, and leaves them out of the range", async () => {
    const broken = [Number.NaN, 1, Number.POSITIVE_INFINITY];
    const result = await run([tensor("y", [3], broken), tensor("z", [1], [Number.NaN])]);
    expect(result.outputs[0]).toMatchObject({ broken: 2, range: { least: 1, most: 1, mean: 1 } });
    expect(result.outputs[1]).toMatchObject({ broken: 1, range: null, best: [] });
    expect(words(result)).toContain("2 not a number");
  });

  it("spreads the sample of a long output from its first to its last value", async () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    const { sample } = (await run([tensor("y", [1000], values)])).outputs[0] ?? { sample: [] };
    expect([sample.length, sample[0], sample.at(-1)]).toEqual([64, 0, 999]);
  });

  it("shows its own picture where it lies in the frame, bars and all", async () => {
    const parameters = {
      output: "y",
      layout: "NHWC",
      channels: 1,
      range: "0…255",
      scale: 1,
    } as const;
    const answer = tensor("y", [1, 2, 1, 1], [0, 255]);
    const { picture } = await run([answer], { id: "image", parameters });
    expect(picture).toMatchObject({
      width: 1,
      height: 2,
      kind: "answer",
      place: [0, -100, 400, 400],
    });
    expect([...new Uint8Array(picture?.pixels ?? new ArrayBuffer(0))]).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255,
    ]);
  });

  it.each<[string, readonly number[], number, number]>([
    ["without channels", [1, 8, 10], 10, 8],
    ["channels last", [1, 8, 10, 2], 10, 8],
    ["channels first", [1, 2, 8, 10], 10, 8],
  ])("shows a map in colours, the strongest channel of each place: %s", async (_, shape, w, h) => {
    const values = Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0);
    values[values.length - 1] = 4;
    const { picture } = await run([
      tensor("list", [1, 4], [1, 2, 3, 4]),
      tensor("y", shape, values),
    ]);
    expect(picture).toMatchObject({ width: w, height: h, kind: "heat" });
    const pixels = new Uint8Array(picture?.pixels ?? new ArrayBuffer(0));
    expect([...pixels.subarray(0, 4)]).toEqual([68, 1, 84, 255]);
    expect([...pixels.subarray(-4)]).toEqual([253, 231, 37, 255]);
  });

  it.each([
    ["a list of boxes", [1, 756, 6]],
    ["scores", [1, 1000]],
    ["a tiny grid", [1, 4, 4]],
  ])("takes %s for no map", async (_, shape) => {
    const values = Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1);
    expect((await run([tensor("y", shape, values)])).picture).toBe(undefined);
  });
});

describe("a model that tells how alike pictures are", () => {
  const decoder: CardDecoder = { id: "embedding", parameters: { output: "y", size: 3 } };
  /** Answers in turn with these. */
  function answering(...answers: (readonly number[])[]): RunnerModel {
    return {
      card: { ...card, decoder },
      outputs: [],
      run: async () => [tensor("y", [1, 3], answers.shift() ?? [])],
    };
  }
  const frame: RunnerFrame = {
    info: { width: 400, height: 200, timestampMs: 0 },
    fit: () => ({
      tensor: { place: "cpu", name: "x", shape: [1], dtype: "float32" },
      toSource: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
    }),
  };

  it("compares with the frame that was chosen, whichever run it was in", async () => {
    const model = answering([1, 0, 0], [0, 2, 0], [0, 3, 4], [0, -1, 0]);
    const seen: RawResult[] = [];
    for (const chosen of [0, 1, 1, 1]) {
      seen.push(await runner.begin({ model }, "still").run(frame, { chosen }));
    }
    expect(seen.map(({ likeness }) => likeness)).toEqual([null, 1, expect.closeTo(0.6, 5), -1]);
    expect(seen.map(words)).toEqual([
      "nothing to compare with yet",
      "100% alike",
      "60% alike",
      "0% alike",
    ]);
    expect(seen[2] && spoken(seen[2])).toBe("60% alike");
    expect(seen[2] && rawExport.plain(seen[2])).toMatchObject({ likeness: expect.closeTo(0.6) });
  });

  it("takes no frame by itself where another model's was chosen before", async () => {
    const model = answering([1, 0, 0], [1, 0, 0]);
    const run = runner.begin({ model }, "live");
    expect((await run.run(frame, { chosen: 7 })).likeness).toBe(null);
    expect((await run.run(frame, { chosen: 8 })).likeness).toBe(1);
  });

  it("is refused where its answer is shorter than its card says", async () => {
    const run = runner.begin({ model: answering([1, 0]) }, "still");
    await expect(run.run(frame, { chosen: 0 })).rejects.toThrow(
      expect.objectContaining({ code: "bad-card" }),
    );
  });
});
