import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inputOf, loadOnnxInNode } from "#models/node";
import type { CpuTensor, ModelCard, ScoreFunction } from "#shared";
import type { FrameTensor, RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { classify } from "./task.ts";

const { options } = classify;
const labels = ["daisy", "dandelion", "roses", "sunflowers", "tulips"];

function cardOf(scores?: ScoreFunction): ModelCard {
  const file = { name: "none", bytes: 0, sha256: "0".repeat(64) };
  return {
    id: "flowers",
    task: "classify",
    title: "Flowers",
    licence: "Apache-2.0",
    source: "shared",
    input: {
      name: "input_1",
      width: 128,
      height: 128,
      layout: "NCHW",
      dtype: "float32",
      channels: "RGB",
      mean: [127.5, 127.5, 127.5],
      std: [127.5, 127.5, 127.5],
      fit: "stretch",
      padByte: 0,
    },
    outputs: [{ name: "dense", shape: [1, 5], dtype: "float32" }],
    labels,
    ...(scores && { scores }),
    variants: [],
    golden: { input: file, expected: file, tolerance: 1, reference: "none" },
    accuracy: [],
  };
}

/** A frame at a time that gives the model one input. */
function frameOf(tensor: FrameTensor, timestampMs = 0): RunnerFrame {
  return {
    info: { width: 640, height: 480, timestampMs },
    fit: () => ({ tensor, toSource: { a: 5, b: 0, c: 0, d: 3.75, e: 0, f: 0 } }),
  };
}

/** A classifier that passes its input on as its answer. */
function echo(card: ModelCard): RunnerModel {
  return { card, outputs: card.outputs, run: async (input) => [input as CpuTensor] };
}

function answer(values: readonly number[]): CpuTensor {
  const data = Float32Array.from(values);
  return { place: "cpu", name: "dense", shape: [1, 5], dtype: "float32", data };
}

describe("a classifier's result", () => {
  const begin = (mode: "live" | "still", scores?: ScoreFunction) =>
    runner.begin({ classifier: echo(cardOf(scores)) }, mode);

  it("has the classes above the smallest score, best first, with their labels", async () => {
    const frame = frameOf(answer([0.1, 0.05, 0.5, 0.15, 0.2]));
    expect(await begin("still").run(frame, options)).toEqual({
      task: "classify",
      frame: { width: 640, height: 480, timestampMs: 0 },
      classes: [
        { label: "roses", score: 0.5 },
        { label: "tulips", score: expect.closeTo(0.2, 6) },
        { label: "sunflowers", score: expect.closeTo(0.15, 6) },
        { label: "daisy", score: expect.closeTo(0.1, 6) },
      ],
    });
  });

  it("has no more classes than wanted, and of equal ones the first", async () => {
    const frame = frameOf(answer([0.4, 0.4, 0.4, 0.4, 0.4]));
    const { classes } = await begin("still").run(frame, { ...options, count: 2 });
    expect(classes.map(({ label }) => label)).toEqual(["daisy", "dandelion"]);
  });

  it("is made by the function of the card", async () => {
    const frame = frameOf(answer([4, 0, 0, 0, 0]));
    const { classes } = await begin("still", "softmax").run(frame, options);
    expect(classes).toEqual([{ label: "daisy", score: expect.closeTo(0.9317, 4) }]);
  });

  it("numbers the classes that have no label", async () => {
    const { classes } = await begin("still").run(frameOf(answer([0, 0, 0, 0, 0, 0, 0.9])), options);
    expect(classes.map(({ label }) => label)).toEqual(["class 6"]);
  });

  it("goes over to another picture in live mode, and does not jump", async () => {
    const live = begin("live");
    const [first, second] = [answer([1, 0, 0, 0, 0]), answer([0, 0, 0, 0, 1])];
    await live.run(frameOf(first), options);
    const soon = (await live.run(frameOf(second, 40), options)).classes;
    expect(soon.map(({ label }) => label)).toEqual(["daisy", "tulips"]);
    const later = (await live.run(frameOf(second, 2000), options)).classes;
    expect(later).toEqual([{ label: "tulips", score: expect.closeTo(1, 3) }]);
    // A clip that begins again: nothing of its end is left.
    expect((await live.run(frameOf(first, 0), options)).classes).toEqual([
      { label: "daisy", score: 1 },
    ]);
  });
});

describe("what a real network recognises", () => {
  const folder = "../shared/data";
  const model = `${folder}/models/onnx/st_mobilenet_v2_0.35_128.onnx`;
  const missing = !existsSync(model) || spawnSync("ffmpeg", ["-version"]).status !== 0;

  it.skipIf(missing).each([
    ["ort-examples/daisy.jpg", "daisy", 0.95],
    ["ort-examples/rose.jpg", "roses", 0.85],
    ["ort-examples/tulip.jpg", "tulips", 0.95],
    ["coral/sunflower.bmp", "sunflowers", 0.95],
  ])(
    "in %s is %s (needs ../shared/data and ffmpeg)",
    { timeout: 60_000 },
    async (path, label, least) => {
      const card = cardOf();
      const { run } = await loadOnnxInNode(model);
      const classifier: RunnerModel = {
        card,
        outputs: card.outputs,
        run: async (input) => [await run(input as CpuTensor)],
      };
      const toBytes = [
        "-vf",
        "scale=128:128:flags=area",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
      ];
      const { stdout } = spawnSync("ffmpeg", [
        "-v",
        "error",
        "-i",
        `${folder}/images/${path}`,
        ...toBytes,
      ]);
      const frame = frameOf(inputOf(card.input, Uint8Array.from(stdout)));
      const { classes } = await runner.begin({ classifier }, "still").run(frame, options);
      expect(classes[0]).toMatchObject({ label });
      expect(classes[0]?.score).toBeGreaterThan(least);
    },
  );
});
