import { describe, expect, it } from "vitest";
import { affineOf, type CpuTensor, invert, type ModelCard, place } from "#shared";
import { exampleCard } from "#shared/example-card";
import type { Mode, RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { type PoseResult, pose } from "./task.ts";
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
const decoder = {
  id: "yolo-pose",
  parameters: {
    output: "y",
    classes: 1,
    transposed: true,
    normalised: false,
    endToEnd: false,
    numbers: 3,
  },
} as const;

/** A body 16 pixels wide whose points lie on a slant from its top left corner. */
function body(left: number, score: number): readonly number[] {
  const points = Array.from({ length: 17 }, (_, point) => [left + point, 20 + point, 0.9]);
  return [left + 8, 28, 16, 16, score, ...points.flat()];
}

function model(frames: (readonly (readonly number[])[])[], over = decoder as ModelCard["decoder"]) {
  const card: ModelCard = {
    ...exampleCard,
    id: "bodies",
    task: "pose",
    input,
    labels: ["person"],
    ...(over && { decoder: over }),
  };
  const answering: RunnerModel = {
    card,
    outputs: [],
    async run(): Promise<readonly CpuTensor[]> {
      const rows = frames.shift() ?? [];
      const data = Float32Array.from(rows.flat());
      return [{ place: "cpu", name: "y", shape: [1, rows.length, 56], dtype: "float32", data }];
    },
  };
  return answering;
}

/** Twice as wide as high. */
const size = { width: 128, height: 64 };
const frameAt = (timestampMs: number): RunnerFrame => ({
  info: { ...size, timestampMs },
  fit: (spec) => ({
    tensor: { place: "cpu", name: spec.name, shape: [1], dtype: spec.dtype },
    toSource: invert(affineOf(place(size, spec, spec.fit))),
  }),
});

async function found(
  mode: Mode,
  frames: (readonly (readonly number[])[])[],
): Promise<PoseResult[]> {
  const run = runner.begin({ body: model([...frames]) }, mode);
  const results: PoseResult[] = [];
  const options = { ...pose.options, showAngles: true };
  for (const at of frames.keys()) results.push(await run.run(frameAt(at * 40), options));
  return results;
}

describe("a model that finds several people", () => {
  it("tells of each of them in the frame's own pixels, with all joints", async () => {
    const [result] = await found("still", [[body(0, 0.9), body(40, 0.8), body(20, 0.1)]]);
    expect(result?.people.map(({ score }) => score.toFixed(1))).toEqual(["0.9", "0.8"]);
    expect(result?.people[1]?.box).toEqual([80, 8, 32, 32]);
    expect(result?.people[1]?.keypoints).toHaveLength(17);
    expect(result?.people[1]?.keypoints[0]).toMatchObject({ name: "nose", x: 80, y: 8 });
    expect(result?.smoothingLagMs).toBeUndefined();
  });

  it("keeps whoever came first first, also where another is surer", async () => {
    const results = await found("live", [
      [body(0, 0.9), body(40, 0.8)],
      [body(41, 0.95), body(1, 0.7)],
      [body(42, 0.95)],
    ]);
    const lefts = results.map(({ people }) => people.map(({ box }) => Math.round(box[0])));
    expect(lefts).toEqual([[0, 80], [2, 82], [84]]);
    // Angles are the first person's.
    expect(results[1]?.angles?.length).toBeGreaterThan(0);
  });

  it("says how many they are", async () => {
    const [two, one, none] = await found("still", [
      [body(0, 0.9), body(40, 0.8)],
      [body(0, 0.9)],
      [body(0, 0.1)],
    ]);
    expect([two, one, none].map((result) => result && words(result))).toEqual([
      "2 people",
      "1 person",
      "",
    ]);
    expect(two && spoken(two)).toBe("2 people");
  });

  it("is refused where its card reads no joints", async () => {
    const parameters = { boxes: "b", scores: "s" };
    const run = runner.begin({ body: model([[]], { id: "ultraface", parameters }) }, "still");
    await expect(run.run(frameAt(0), pose.options)).rejects.toThrow(
      expect.objectContaining({ code: "bad-card" }),
    );
  });
});

describe("a model of one body in an input that is higher than wide", () => {
  it("looks closer in the proportions of its input", async () => {
    const tall = { ...input, width: 48, height: 64 };
    const regions: (number | undefined)[] = [];
    // A body of heat maps in the middle, 12 × 16 cells: hips and shoulders around it.
    const data = new Float32Array(17 * 192);
    for (let point = 0; point < 17; point += 1)
      data[point * 192 + (6 + (point % 3)) * 12 + 6] = 0.9;
    const maps: CpuTensor = {
      place: "cpu",
      name: "h",
      shape: [1, 17, 16, 12],
      dtype: "float32",
      data,
    };
    const parameters = {
      output: "h",
      offsets: null,
      layout: "NCHW",
      scores: "probabilities",
    } as const;
    const { card } = model([]);
    const answering: RunnerModel = {
      card: { ...card, input: tall, decoder: { id: "heat-maps", parameters } },
      outputs: [],
      run: async () => [maps],
    };
    const frame: RunnerFrame = {
      info: { width: 480, height: 640, timestampMs: 0 },
      fit: (spec, region) => {
        if (region) regions.push(region.width / region.height);
        return {
          tensor: { place: "cpu", name: spec.name, shape: [1], dtype: spec.dtype },
          toSource: affineOf({ scaleX: 10, scaleY: 10, offsetX: 0, offsetY: 0 }),
        };
      },
    };
    const result = await runner.begin({ body: answering }, "still").run(frame, pose.options);
    expect(result.people[0]?.keypoints[0]).toMatchObject({ x: 260, y: 260 });
    expect(regions).toEqual([0.75]);
  });
});
