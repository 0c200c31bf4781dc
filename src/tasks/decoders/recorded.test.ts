import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inputOf, loadOnnxInNode } from "#models/node";
import {
  type Affine,
  affineOf,
  type Box,
  type CardDecoder,
  type InputSpec,
  invert,
  overlap,
  place,
  type Size,
} from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "../detect/run.ts";
import { decodeClassMap } from "./class-map.ts";
import { decodePicture } from "./output-picture.ts";

const folder = "../shared/data";
const hasTools = existsSync(folder) && spawnSync("ffmpeg", ["-version"]).status === 0;
/** A run of the networks takes seconds on a busy machine. */
const slowMs = 120_000;

const plain: InputSpec = {
  name: "images",
  width: 416,
  height: 416,
  layout: "NCHW",
  dtype: "float32",
  channels: "BGR",
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: "letterbox-top-left",
  padByte: 114,
};

function sizeOf(picture: string): Size {
  const of = ["-show_entries", "stream=width,height", "-of", "csv=p=0", picture];
  const { stdout } = spawnSync("ffprobe", ["-v", "error", "-select_streams", "v", ...of]);
  const [width = 0, height = 0] = String(stdout).trim().split(",").map(Number);
  return { width, height };
}

/** The bytes of a model's input made from a picture, and where they lie in it. */
function fitted(
  path: string,
  input: InputSpec,
): { bytes: Uint8Array; size: Size; toSource: Affine } {
  const picture = `${folder}/images/${path}`;
  const size = sizeOf(picture);
  const placement = place(size, input, input.fit);
  const [width, height] = [
    Math.round(size.width * placement.scaleX),
    Math.round(size.height * placement.scaleY),
  ];
  const pad = input.padByte.toString(16).padStart(2, "0").repeat(3);
  const filters = [
    `scale=${width}:${height}:flags=bilinear`,
    `pad=${input.width}:${input.height}:0:0:0x${pad}`,
  ];
  const raw = ["-vf", filters.join(","), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
  const { stdout } = spawnSync("ffmpeg", ["-v", "error", "-i", picture, ...raw], {
    maxBuffer: 2 ** 28,
  });
  return { bytes: Uint8Array.from(stdout), size, toSource: invert(affineOf(placement)) };
}

async function find(
  model: string,
  path: string,
  input: InputSpec,
  decoder: CardDecoder,
  labels: readonly string[],
  minScore = 0.5,
) {
  const { runAll } = await loadOnnxInNode(`${folder}/models/onnx/${model}.onnx`);
  const { bytes, size, toSource } = fitted(path, input);
  const finder: RunnerModel = {
    card: {
      id: model,
      task: "detect",
      title: model,
      licence: "",
      source: "",
      input,
      outputs: [],
      labels,
      decoder,
      variants: [],
      accuracy: [],
    },
    outputs: [],
    run: (tensor) => runAll(tensor as Parameters<typeof runAll>[0]),
  };
  const frame: RunnerFrame = {
    info: { ...size, timestampMs: 0 },
    fit: () => ({ tensor: inputOf(input, bytes), toSource }),
  };
  const run = runner.begin({ finder }, "still");
  return (await run.run(frame, { minScore, classes: [] })).detections;
}

const faceInput: InputSpec = {
  ...plain,
  name: "input",
  width: 320,
  height: 240,
  channels: "RGB",
  mean: [127, 127, 127],
  std: [128, 128, 128],
  fit: "stretch",
};
const yunetInput: InputSpec = { ...plain, name: "input", width: 320, height: 320, padByte: 0 };
const yunet: CardDecoder = {
  id: "yunet",
  parameters: {
    levels: [8, 16, 32].map((stride) => ({
      stride,
      cls: `cls_${stride}`,
      obj: `obj_${stride}`,
      bbox: `bbox_${stride}`,
      kps: `kps_${stride}`,
    })),
  },
};
const ultraface: CardDecoder = {
  id: "ultraface",
  parameters: { boxes: "boxes", scores: "scores" },
};
const yoloxOf = (classes: number): CardDecoder => ({
  id: "yolox",
  parameters: { output: "output", classes, strides: [8, 16, 32], decoded: false },
});
const coco = Array.from({ length: 80 }, (_, id) => `class ${id}`);
const [person, car, dog, cat] = ["class 0", "class 2", "class 16", "class 15"] as const;

/** A label, the recorded score, and left, top, right, bottom in pixels of the picture. */
type Recorded = readonly [label: string, score: number, ...corners: number[]];

describe.skipIf(!hasTools)("recorded results (need ../shared/data and ffmpeg)", () => {
  it.each<[string, string, InputSpec, CardDecoder, readonly string[], readonly Recorded[]]>([
    [
      "yolox_nano_416",
      "tfjs-models/coco-ssd_image2.jpg",
      plain,
      yoloxOf(80),
      coco,
      [
        [dog, 0.94, 210, 42, 589, 373],
        [dog, 0.82, 9, 15, 205, 353],
      ],
    ],
    [
      "yolox_nano_416",
      "tflite-support/cats_and_dogs.jpg",
      plain,
      yoloxOf(80),
      coco,
      [
        [cat, 0.8, 613, 155, 910, 593],
        [cat, 0.76, 81, 404, 419, 597],
        [cat, 0.76, 881, 410, 1084, 598],
      ],
    ],
    [
      "yolox_nano_416",
      "ort-examples/test_object_detection_0.jpg",
      plain,
      yoloxOf(80),
      coco,
      [
        [car, 0.92, 1, 98, 103, 333],
        [person, 0.9, 200, 64, 344, 463],
        [dog, 0.9, 381, 306, 504, 478],
        [person, 0.89, 461, 46, 618, 495],
        [car, 0.86, 694, 169, 768, 483],
      ],
    ],
    [
      "light_person_detector",
      "tfjs-models/three_people.jpg",
      { ...plain, width: 192, height: 192 },
      yoloxOf(1),
      ["person"],
      [
        ["person", 0.92, 0, 2, 670, 860],
        ["person", 0.9, 695, 22, 1049, 861],
      ],
    ],
    [
      "ultraface_version-RFB-320",
      "coral/grace_hopper.bmp",
      faceInput,
      ultraface,
      ["face"],
      [["face", 1, 173, 121, 358, 333]],
    ],
    [
      "ultraface_version-RFB-320",
      "coral/face.jpg",
      faceInput,
      ultraface,
      ["face"],
      [
        ["face", 1, 131, 81, 222, 203],
        ["face", 1, 260, 47, 347, 168],
        ["face", 1, 439, 118, 489, 185],
        ["face", 1, 7, 100, 50, 159],
      ],
    ],
    [
      "yunet_n_320_320",
      "tfjs-models/three_people.jpg",
      yunetInput,
      yunet,
      ["face"],
      [
        ["face", 0.93, 819, 70, 940, 226],
        ["face", 0.92, 318, 350, 466, 558],
        ["face", 0.92, 128, 54, 252, 216],
      ],
    ],
    [
      "yunet_n_320_320",
      "coral/grace_hopper.bmp",
      yunetInput,
      yunet,
      ["face"],
      [["face", 0.94, 169, 110, 352, 337]],
    ],
  ])(
    "%s on %s",
    async (model, path, input, decoder, labels, recorded) => {
      const found = await find(model, path, input, decoder, labels);
      // The best were recorded: what else is found must be weaker.
      const best = found.slice(0, recorded.length);
      for (const [label, score, x1 = 0, y1 = 0, x2 = 0, y2 = 0] of recorded) {
        const box: Box = [x1, y1, x2 - x1, y2 - y1];
        const same = best.find((one) => one.label === label && overlap(one.box, box) > 0.9);
        expect(same, `${label} ${score} among ${JSON.stringify(best)}`).toBeDefined();
        expect(Math.abs((same?.score ?? 0) - score)).toBeLessThan(0.05);
      }
    },
    slowMs,
  );

  it(
    "deeplab: a third of the riders' picture is people and a third horses",
    async () => {
      const { runAll } = await loadOnnxInNode(`${folder}/models/onnx/deeplab_v3_1_default_1.onnx`);
      const input: InputSpec = {
        ...plain,
        name: "sub_7",
        width: 257,
        height: 257,
        layout: "NHWC",
        channels: "RGB",
        mean: [127.5, 127.5, 127.5],
        std: [127.5, 127.5, 127.5],
        fit: "stretch",
      };
      const { bytes } = fitted("tflite-support/segmentation_input_rotation0.jpg", input);
      const { classIds } = decodeClassMap(await runAll(inputOf(input, bytes)), {
        output: "ResizeBilinear_3",
        classes: 21,
        layout: "NHWC",
        argmax: false,
      });
      const share = (classId: number) =>
        classIds.filter((one) => one === classId).length / classIds.length;
      expect(share(15)).toBeCloseTo(0.33, 1);
      expect(share(13)).toBeCloseTo(0.3, 1);
    },
    slowMs,
  );

  it(
    "text: the lines of a sign, each as a turned box",
    async () => {
      const input: InputSpec = {
        ...plain,
        name: "x",
        width: 960,
        height: 960,
        mean: [103.53, 116.28, 123.675],
        std: [57.375, 57.12, 58.395],
        padByte: 0,
      };
      const decoder: CardDecoder = { id: "text-map", parameters: { output: "sigmoid_0.tmp_0" } };
      const lines = await find("en_PP-OCRv3_det_infer", "text/sample.jpg", input, decoder, [
        "text",
      ]);
      expect(lines).toHaveLength(6);
      for (const { corners, box } of lines) {
        expect(corners).toHaveLength(4);
        // They are written from left to right.
        expect(box[2]).toBeGreaterThan(4 * box[3]);
      }
    },
    slowMs,
  );

  it(
    "low light: a dark picture is made brighter, and stays a picture",
    async () => {
      const { runAll } = await loadOnnxInNode(`${folder}/models/onnx/sci_240x320.onnx`);
      const input: InputSpec = {
        ...plain,
        name: "input",
        width: 320,
        height: 240,
        channels: "RGB",
        std: [255, 255, 255],
        fit: "stretch",
      };
      const dark = fitted("coral/cat.bmp", input).bytes.map((byte) => byte / 5);
      const picture = decodePicture(await runAll(inputOf(input, dark)), {
        output: "output",
        layout: "NCHW",
        channels: 3,
        range: "0…1",
        scale: 1,
      });
      const meanOf = (values: ArrayLike<number>, step: number) => {
        let sum = 0;
        for (let at = 0; at < values.length; at += step) sum += values[at] ?? 0;
        return sum / (values.length / step);
      };
      expect([picture.width, picture.height]).toEqual([320, 240]);
      expect(meanOf(picture.pixels, 4)).toBeGreaterThan(1.8 * meanOf(dark, 3));
    },
    slowMs,
  );
});
