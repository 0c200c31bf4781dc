import { describe, expect, it } from "vitest";
import { affineOf, type CpuTensor, invert, type ModelCard, place } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { detailAt } from "./detail-at.ts";
import { runner } from "./run.ts";
import { segment } from "./task.ts";
import { spoken, words } from "./words.ts";

const input: ModelCard["input"] = {
  name: "images",
  width: 64,
  height: 64,
  layout: "NCHW",
  dtype: "float32",
  channels: "RGB",
  mean: [0, 0, 0],
  std: [255, 255, 255],
  fit: "letterbox",
  padByte: 114,
};
const parameters = {
  output: "y",
  classes: 2,
  transposed: true,
  normalised: false,
  endToEnd: false,
  coefficients: 1,
  prototypes: "p",
  layout: "NCHW",
} as const;

function tensor(name: string, shape: readonly number[], data: readonly number[]): CpuTensor {
  return { place: "cpu", name, shape, dtype: "float32", data: Float32Array.from(data) };
}

/** Two people side by side, a dog under the right one; a prototype that is everywhere. */
function model(labels: readonly string[], classes = 2): RunnerModel {
  const boxes = [
    [16, 32, 32, 32, 0.9, 0, 4],
    [48, 28, 32, 24, 0.8, 0, 4],
    [48, 44, 32, 8, 0, 0.7, 4],
    [32, 32, 8, 8, 0.2, 0, 4],
  ];
  const card: ModelCard = {
    ...exampleCard,
    id: "shapes",
    task: "segment",
    input,
    labels,
    decoder: { id: "yolo-masks", parameters: { ...parameters, classes } },
  };
  return {
    card,
    outputs: [],
    run: async () => [
      tensor("y", [1, 4, 7], boxes.flat()),
      tensor("p", [1, 1, 16, 16], Array(256).fill(1)),
    ],
  };
}

/** Twice as wide as high: the input shows bars above and below. */
const size = { width: 200, height: 100 };
const frame: RunnerFrame = {
  info: { ...size, timestampMs: 0 },
  fit: (spec) => ({
    tensor: { place: "cpu", name: spec.name, shape: [1], dtype: spec.dtype },
    toSource: invert(affineOf(place(size, spec, spec.fit))),
  }),
};
const found = (labels: readonly string[]) =>
  runner.begin({ person: model(labels) }, "still").run(frame, segment.options);

describe("a model of things with shapes", () => {
  it("tells one of a class from the next, in the frame's own pixels", async () => {
    const { instances, classes } = await found(["person", "dog"]);
    expect(instances?.map(({ label, score }) => `${label} ${score.toFixed(1)}`)).toEqual([
      "person 0.9",
      "person 0.8",
      "dog 0.7",
    ]);
    expect(instances?.[1]?.box.map(Math.round)).toEqual([100, 0, 100, 75]);
    // The bars are cut off: the frame is what the middle rows show.
    expect(instances?.map(({ share }) => share)).toEqual([0.5, 0.375, 0.125]);
    expect(classes?.found.map(({ label, share }) => [label, share])).toEqual([
      ["person", 0.875],
      ["dog", 0.125],
    ]);
  });

  it("has the mask of people alone, and of everything where it knows none", async () => {
    expect((await found(["person", "dog"])).mask.coverage).toBe(0.875);
    expect((await found(["cat", "dog"])).mask.coverage).toBe(1);
  });

  it("is told in words, as a whole and where a point lies", async () => {
    const result = await found(["person", "dog"]);
    expect(words(result)).toBe("person ×2 · dog");
    expect(spoken(result)).toBe("2 persons and a dog");
    expect(detailAt(result, 150, 20)?.rows.map(({ value }) => value)).toEqual(["38%", "80%"]);
    expect(detailAt(result, 150, 90)?.title).toBe("dog");
  });

  it("is refused where it knows more classes than a byte has numbers", async () => {
    const run = runner.begin({ person: model([], 256) }, "still");
    await expect(run.run(frame, segment.options)).rejects.toThrow(
      expect.objectContaining({ code: "bad-card" }),
    );
  });
});
