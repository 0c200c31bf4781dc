import { describe, expect, it } from "vitest";
import { type SmallModel, smallOnnx } from "#model-kit/test-models";
import { affineOf, type CpuTensor, invert, type ModelCard, place } from "#shared";
import type { ResultOf, TaskId } from "#tasks";
import { taskById } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { readValues, valuesFor } from "../engines/onnx-values.ts";
import { createInputTensor } from "../preprocess/convert.ts";
import { runnerOf } from "../task-parts.ts";
import { variantFilesOf } from "../variant-files.ts";
import { examine } from "./examine.ts";

/** A busy machine takes long to start the runtime. */
const slowMs = 60_000;
const size = { width: 400, height: 200 };

/** The model's card as it is proposed, and how the runtime answers to it. */
async function opened(small: SmallModel): Promise<RunnerModel> {
  const file = smallOnnx(small);
  const blob = new Blob([new Uint8Array(file.bytes)]);
  const { card, support } = await examine({ files: [{ name: file.name, blob }] });
  expect(support.filter(({ ok }) => ok).map(({ engine }) => engine)).toContain("onnx");
  if (!card) throw new Error("no card was proposed");
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(file.bytes, { executionProviders: ["wasm"] });
  const typeOf = (name: string): string => {
    const found = session.inputMetadata.find((one) => one.name === name);
    return found?.isTensor ? found.type : "float32";
  };
  const [variant] = card.variants;
  if (!variant) throw new Error("the card has no variant");
  const input = createInputTensor(card.input);
  const { extras = [] } = variantFilesOf(card, variant, new Map(), { input });
  const feed = (tensor: CpuTensor) => {
    const type = typeOf(tensor.name);
    const data = valuesFor(type, tensor);
    return new ort.Tensor(type as "float32", data as Float32Array, [...tensor.shape]);
  };
  return {
    card,
    outputs: card.outputs,
    async run(): Promise<readonly CpuTensor[]> {
      const feeds = [input, ...extras].map((tensor) => [tensor.name, feed(tensor)] as const);
      const names = card.outputs.map(({ name }) => name);
      const answers = await session.run(Object.fromEntries(feeds), names);
      return names.flatMap((name) => {
        const answer = answers[name];
        if (!answer) return [];
        const values = readValues(answer.type, answer.data);
        return [{ place: "cpu", name, shape: [...answer.dims], ...values }];
      });
    },
  };
}

/** What the task of the proposed card finds in a frame that is twice as wide as high. */
async function found<Id extends TaskId>(task: Id, model: RunnerModel): Promise<ResultOf<Id>> {
  expect(model.card.task).toBe(task);
  const definition = taskById(task);
  if (!definition) throw new Error(`there is no task ${task}`);
  const [role = ""] = Object.keys(definition.models);
  const frame: RunnerFrame = {
    info: { ...size, timestampMs: 0 },
    fit: (input) => ({
      tensor: createInputTensor(input),
      toSource: invert(affineOf(place(size, input, input.fit))),
    }),
  };
  const run = (await runnerOf(task)).begin({ [role || "model"]: model }, "still");
  return (await run.run(frame, definition.options)) as ResultOf<Id>;
}

const square = { images: { shape: [1, 3, 64, 64] } };
/** 8 × 8, 4 × 4 and 2 × 2 cells. */
const cells = 84;

/** `[1, values, 84]`, one box among nothing. */
function column(values: readonly number[], at = 40): number[] {
  return values.flatMap((value) =>
    Array.from({ length: cells }, (_, cell) => (cell === at ? value : 0)),
  );
}

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));

describe("a model from its file to its result", { timeout: slowMs }, () => {
  it("YOLOv8 with its labels", async () => {
    const metadata = {
      author: "Ultralytics",
      stride: "32",
      task: "detect",
      names: "{0: 'cat', 1: 'dog'}",
    };
    const values = column([32, 32, 16, 8, 0.1, 0.9]);
    const model = await opened({
      inputs: square,
      outputs: { output0: { shape: [1, 6, cells], values } },
      metadata,
    });
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "dog", box: near([150, 75, 100, 50]) }]);
  });

  it("shapes of YOLOv8", async () => {
    const coefficients = Array.from({ length: 32 }, (_, at) => (at === 0 ? 9 : 0));
    const model = await opened({
      inputs: square,
      outputs: {
        output0: {
          shape: [1, 37, cells],
          values: column([32, 32, 32, 32, 0.9, ...coefficients]),
        },
        output1: {
          shape: [1, 32, 16, 16],
          // Of the first prototype the left half.
          values: Array.from({ length: 32 * 256 }, (_, at) => (at % 16 < 8 ? 1 : -1)),
        },
      },
    });
    const { instances, classes } = await found("segment", model);
    expect(instances).toMatchObject([{ label: "person", box: near([100, 0, 200, 200]) }]);
    // Of the frame the left half of the box.
    expect(classes?.found).toMatchObject([{ label: "person", share: 0.25 }]);
  });

  it("bodies of YOLOv8", async () => {
    const points = Array.from({ length: 17 }, (_, point) => [20 + point, 24 + point, 0.9]).flat();
    const model = await opened({
      inputs: square,
      outputs: {
        output0: { shape: [1, 56, cells], values: column([32, 32, 32, 32, 0.9, ...points]) },
      },
    });
    const { people } = await found("pose", model);
    expect(people).toHaveLength(1);
    expect(people[0]?.keypoints[16]).toMatchObject({ name: "right_ankle", x: 225, y: 150 });
  });

  it("turned boxes of YOLOv8", async () => {
    const metadata = { author: "Ultralytics", stride: "32", task: "obb", names: "{0: 'ship'}" };
    const model = await opened({
      inputs: square,
      outputs: {
        output0: { shape: [1, 6, cells], values: column([32, 32, 20, 10, 0.9, Math.PI / 2]) },
      },
      metadata,
    });
    const { detections } = await found("detect", model);
    expect(detections[0]).toMatchObject({ label: "ship", box: near([168.75, 37.5, 62.5, 125]) });
    // Its own top left lies at the right above, after a quarter turn.
    expect(detections[0]?.corners?.[0]).toEqual(near([231.25, 37.5]));
  });

  it("RT-DETR, which asks for the size of the picture, width first", async () => {
    const model = await opened({
      inputs: {
        images: { shape: [1, 3, 64, 64] },
        orig_target_sizes: { shape: [1, 2], dtype: "int64" },
      },
      outputs: {
        labels: { shape: [1, 2], values: [16, 0], dtype: "int64" },
        boxes: {
          shape: [1, 2, 4],
          values: [0.25, 0.5, 0.5, 1, 0, 0, 0.5, 0.5],
          times: "orig_target_sizes",
        },
        scores: { shape: [1, 2], values: [0.9, 0.1] },
      },
    });
    expect(model.card.extraInputs).toEqual([
      { name: "orig_target_sizes", shape: [1, 2], dtype: "int32", fill: "width-height" },
    ]);
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "dog", box: near([100, 100, 100, 100]) }]);
  });

  it("PaddleDetection, which asks for a scale and a size", async () => {
    const model = await opened({
      inputs: {
        image: { shape: [1, 3, 64, 64] },
        im_shape: { shape: [1, 2] },
        scale_factor: { shape: [1, 2] },
      },
      outputs: {
        boxes: { shape: [2, 6], values: [2, 0.9, 16, 16, 48, 64, 0, 0.1, 0, 0, 1, 1] },
        count: { shape: [1], values: [2], dtype: "int64" },
      },
    });
    expect(model.card.extraInputs?.map(({ fill }) => fill)).toEqual(["height-width", [1]]);
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "car", box: near([100, 50, 200, 150]) }]);
  });

  it("finished boxes without names, told by their types", async () => {
    const model = await opened({
      inputs: { image: { shape: [1, 3, 64, 64] } },
      outputs: {
        "6379": { shape: [2, 4], values: [16, 16, 48, 64, 0, 0, 1, 1] },
        "6381": { shape: [2], values: [17, 1], dtype: "int64" },
        "6383": { shape: [2], values: [0.9, 0.1] },
      },
    });
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "dog", box: near([100, 50, 200, 150]) }]);
  });

  it("YOLOv3 of Keras, which asks for the size of the picture, height first", async () => {
    const model = await opened({
      inputs: { input_1: { shape: [1, 3, 64, 64] }, image_shape: { shape: [1, 2] } },
      outputs: {
        "yolonms_layer_1/boxes": {
          shape: [1, 252, 4],
          // y, x, y, x as parts, which the graph makes pixels.
          values: Array.from({ length: 252 * 4 }, (_, at) => [0.5, 0.25, 1, 0.75][at % 4] ?? 0),
          times: "image_shape",
        },
        "yolonms_layer_1/scores": {
          shape: [1, 80, 252],
          values: Array.from({ length: 80 * 252 }, (_, at) => (at === 16 * 252 + 9 ? 0.9 : 0)),
        },
        "yolonms_layer_1/indices": { shape: [1, 3], values: [0, 16, 9], dtype: "int64" },
      },
    });
    expect(model.card.extraInputs?.map(({ fill }) => fill)).toEqual(["height-width"]);
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "dog", box: near([100, 100, 200, 100]) }]);
  });

  it("DETR", async () => {
    const logits = Array.from({ length: 2 * 92 }, (_, at) => (at === 18 || at === 92 + 91 ? 9 : 0));
    const model = await opened({
      inputs: {
        pixel_values: { shape: [1, 3, 64, 64] },
        pixel_mask: { shape: [1, 64, 64], dtype: "int64" },
      },
      outputs: {
        logits: { shape: [1, 2, 92], values: logits },
        pred_boxes: { shape: [1, 2, 4], values: [0.5, 0.5, 0.25, 0.5, 0.1, 0.1, 0.1, 0.1] },
      },
    });
    const { detections } = await found("detect", model);
    expect(detections).toMatchObject([{ label: "dog", box: near([150, 50, 100, 100]) }]);
  });

  it("a direction, which is compared with a frame that is chosen", async () => {
    const values = Array.from({ length: 128 }, (_, at) => at % 7);
    const model = await opened({
      inputs: { input: { shape: [1, 3, 112, 112] } },
      outputs: { embedding: { shape: [1, 128], values } },
    });
    expect(await found("raw", model)).toMatchObject({ likeness: null });
  });

  it("heat maps of one body", async () => {
    const values = Array.from({ length: 17 * 256 }, (_, at) => (at % 256 === 8 * 16 + 8 ? 0.9 : 0));
    const model = await opened({
      inputs: square,
      outputs: { maps: { shape: [1, 17, 16, 16], values } },
    });
    const { people } = await found("pose", model);
    expect(people[0]?.keypoints[0]).toMatchObject({ x: near([212.5])[0], y: near([112.5])[0] });
  });
});

describe("an input of which nothing is known", () => {
  it("is named as why no engine will run the model", async () => {
    const { name, bytes } = smallOnnx({
      inputs: { left: { shape: [1, 3, 64, 64] }, right: { shape: [1, 3, 64, 64] } },
      outputs: { disparity: { shape: [1, 1, 64, 64], values: Array(4096).fill(0) } },
    });
    const blob = new Blob([new Uint8Array(bytes)]);
    const { support, proposal, card } = await examine({ files: [{ name, blob }] });
    expect(proposal.decoder.id).toBe("raw");
    expect((card as ModelCard).extraInputs).toBeUndefined();
    const onnx = support.find(({ engine, backend }) => engine === "onnx" && backend === "wasm");
    expect(onnx).toMatchObject({ ok: false, reasons: [{ code: "input-unknown", port: "right" }] });
  });
});
