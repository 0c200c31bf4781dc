import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import type { ModelProposal } from "../report.ts";
import { onnxClassifier, onnxWithPorts } from "../test-models/onnx-models.ts";
import { cocoLabels, cocoLabelsByNumber } from "./known-labels.ts";
import { proposeUse } from "./propose-use.ts";

type Sizes = Readonly<Record<string, readonly (number | string)[]>>;

function proposed(
  input: readonly (number | string)[],
  outputs: Sizes,
  more: { opType?: string; metadata?: Readonly<Record<string, string>> } = {},
): ModelProposal {
  const opened = openModelFiles([onnxWithPorts({ images: input }, outputs, more)]);
  return proposeUse(examineModel(opened), opened);
}

const square = [1, 3, 640, 640];
const ultralytics = { author: "Ultralytics", stride: "32", imgsz: "[640, 640]" };
const people = "{0: 'person'}";

describe("proposeUse", () => {
  it.each<readonly [string, ModelProposal, string, object]>([
    [
      "YOLOv8 for COCO",
      proposed(square, { o: [1, 84, 8400] }),
      "yolov8",
      { classes: 80, transposed: false },
    ],
    [
      "YOLOv8 transposed",
      proposed(square, { o: [1, 8400, 84] }),
      "yolov8",
      { classes: 80, transposed: true },
    ],
    [
      "YOLOv8 of Ultralytics, in pixels",
      proposed(square, { o: [1, 84, 8400] }, { metadata: { ...ultralytics, task: "detect" } }),
      "yolov8",
      { classes: 80, normalised: false },
    ],
    [
      "YOLOv8 with masks",
      proposed(square, { o: [1, 116, 8400], p: [1, 32, 160, 160] }),
      "yolo-masks",
      { classes: 80, coefficients: 32, prototypes: "p", layout: "NCHW" },
    ],
    [
      "shapes of YOLO26, sorted out",
      proposed(square, { o: [1, 300, 38], p: [1, 32, 160, 160] }),
      "yolo-masks",
      { coefficients: 32, endToEnd: true },
    ],
    [
      "YOLOv8 of the largest inputs",
      proposed([1, 3, 1280, 1280], { o: [1, 84, 34_000] }),
      "yolov8",
      { classes: 80 },
    ],
    [
      "tiny YOLOs of two grids",
      proposed([1, 3, 416, 416], { o: [1, 2535, 85] }),
      "yolov8",
      { objectness: true },
    ],
    [
      "YOLOv8 with key points",
      proposed(
        square,
        { o: [1, 56, 8400] },
        { metadata: { ...ultralytics, task: "pose", names: people } },
      ),
      "yolo-pose",
      { classes: 1, numbers: 3 },
    ],
    [
      "bodies without a word about them",
      proposed(square, { o: [1, 56, 8400] }),
      "yolo-pose",
      { classes: 1 },
    ],
    ["bodies, sorted out", proposed(square, { o: [1, 300, 57] }), "yolo-pose", { endToEnd: true }],
    [
      "points of something else, as boxes",
      proposed(
        square,
        { o: [1, 68, 8400] },
        { metadata: { ...ultralytics, task: "pose", names: "{0: 'hand'}", kpt_shape: "[21, 3]" } },
      ),
      "yolov8",
      { classes: 1, keyPoints: 21 },
    ],
    [
      "YOLOv8 with turned boxes",
      proposed(square, { o: [1, 20, 8400] }, { metadata: { ...ultralytics, task: "obb" } }),
      "yolo-turned",
      { classes: 15, endToEnd: false },
    ],
    [
      "turned boxes, sorted out",
      proposed(
        [1, 3, 1024, 1024],
        { o: [1, 300, 7] },
        { metadata: { ...ultralytics, task: "obb" } },
      ),
      "yolo-turned",
      { endToEnd: true },
    ],
    ["YOLOv10", proposed(square, { o: [1, 300, 6] }), "yolov8", { endToEnd: true }],
    [
      "YOLOv5",
      proposed(square, { o: [1, 25_200, 85] }),
      "yolov8",
      { classes: 80, objectness: true },
    ],
    ["YOLOX", proposed(square, { o: [1, 8400, 85] }), "yolox", { classes: 80, decoded: null }],
    [
      "YOLOX with its grid",
      proposed(square, { o: [1, 8400, 85] }, { opType: "Exp" }),
      "yolox",
      { decoded: true },
    ],
    [
      "an SSD of the Object Detection API",
      proposed([1, 300, 300, 3], {
        detection_boxes: [1, 100, 4],
        detection_classes: [1, 100],
        detection_scores: [1, 100],
        num_detections: [1],
      }),
      "ssd-postprocessed",
      { boxes: "detection_boxes", count: "num_detections", firstClass: 1 },
    ],
    [
      "an SSD of TensorFlow 2 in TFLite's order",
      proposed(
        [1, 320, 320, 3],
        { s: [1, 25], b: [1, 25, 4], n: [1], c: [1, 25] },
        { opType: "TFLite_Detection_PostProcess" },
      ),
      "ssd-postprocessed",
      { boxes: "b", scores: "s", classIds: "c", count: "n" },
    ],
    [
      "an SSD with bare anchors",
      proposed([1, 300, 300, 3], { b: [1, 1917, 4], s: [1, 1917, 91] }),
      "ssd-anchors",
      { anchors: 1917, classes: 91, background: true },
    ],
    [
      "UltraFace",
      proposed([1, 3, 480, 640], { s: [1, 17_640, 2], b: [1, 17_640, 4] }),
      "ultraface",
      { boxes: "b" },
    ],
    [
      "MoveNet for several",
      proposed([1, 256, 256, 3], { o: [1, 6, 56] }),
      "movenet",
      { people: 6 },
    ],
    [
      "HRNet",
      proposed([1, 3, 256, 192], { o: [1, 17, 64, 48] }),
      "heat-maps",
      { offsets: null, layout: "NCHW" },
    ],
    [
      "PoseNet",
      proposed([1, 257, 257, 3], {
        h: [1, 9, 9, 17],
        o: [1, 9, 9, 34],
        d: [1, 9, 9, 64],
        s: [1, 9, 9, 1],
      }),
      "heat-maps",
      { output: "h", offsets: "o", layout: "NHWC", scores: "logits" },
    ],
    [
      "RTMPose",
      proposed([1, 3, 256, 192], { simcc_x: [1, 17, 384], simcc_y: [1, 17, 512] }),
      "simcc",
      { x: "simcc_x", y: "simcc_y" },
    ],
    [
      "classes of pixels",
      proposed(square, { o: [1, 19, 160, 160] }),
      "semantic",
      { classes: 19, layout: "NCHW", argmax: false },
    ],
    [
      "numbers of classes",
      proposed([1, 513, 513, 3], { o: [1, 513, 513] }, { opType: "ArgMax" }),
      "semantic",
      { argmax: true },
    ],
    [
      "a mask",
      proposed([1, 256, 256, 3], { mask: [1, 256, 256, 1] }),
      "person-mask",
      { layout: "NHWC", channel: 0 },
    ],
    [
      "a larger picture",
      proposed([1, 3, 128, 128], { o: [1, 3, 512, 512] }),
      "image",
      { channels: 3, scale: 4 },
    ],
    [
      "a picture of any size",
      proposed(["n", 3, "h", "w"], { o: ["n", 3, "h", "w"] }),
      "image",
      { scale: 1 },
    ],
    ["seven classes", proposed([1, 3, 224, 224], { o: [1, 7] }), "classify", { classes: 7 }],
    [
      "seven classes of any number of pictures",
      proposed(["n", 3, 224, 224], { o: ["n", 7] }),
      "classify",
      { classes: 7 },
    ],
    [
      "a direction for the whole picture",
      proposed([1, 3, 112, 112], { o: [1, 512] }),
      "embedding",
      { size: 512 },
    ],
    [
      "a direction by its name",
      proposed(["n", 3, 224, 224], { image_embeds: ["n", 400] }),
      "embedding",
      { size: 400 },
    ],
    [
      "as many classes as directions have numbers",
      proposed([1, 3, 224, 224], { o: [1, 512] }, { opType: "Softmax" }),
      "classify",
      { classes: 512 },
    ],
    [
      "a thousand classes",
      proposed([1, 3, 224, 224], { o: [1, 1000] }),
      "classify",
      { classes: 1000, background: false },
    ],
    [
      "a thousand and the background",
      proposed([1, 224, 224, 3], { o: [1, 1001] }),
      "classify",
      { background: true },
    ],
    [
      "two answers of no known kind",
      proposed(square, { a: [1, 7], b: [1, 9, 3] }),
      "raw",
      { outputs: ["a", "b"] },
    ],
    ["no picture", proposed([1, 512], { o: [1, 10] }), "raw", {}],
  ])("recognises %s", (_, proposal, id, parameters) => {
    expect(proposal.decoder.id).toBe(id);
    expect(proposal.decoder.parameters).toMatchObject(parameters);
    expect(proposal.reasons.filter(({ about }) => about === "decoder")).not.toEqual([]);
  });

  it("takes Ultralytics' word for labels, size and normalisation", () => {
    const metadata = { ...ultralytics, task: "detect", names: "{0: 'cat', 1: 'dog'}" };
    const proposal = proposed([1, 3, "h", "w"], { o: [1, 6, 8400] }, { metadata });
    expect(proposal).toMatchObject({
      task: "detect",
      labels: ["cat", "dog"],
      labelSource: "metadata",
      input: {
        width: 640,
        height: 640,
        mean: [0, 0, 0],
        std: [255, 255, 255],
        fit: "letterbox",
        padByte: 114,
      },
    });
  });

  it("knows COCO and VOC by the number of classes, and says when it knows nothing", () => {
    const sources = [84, 24, 11].map((values) => proposed(square, { o: [1, values, 8400] }));
    expect(sources.map(({ labelSource }) => labelSource)).toEqual(["coco", "voc", "numbers"]);
    expect(sources.map(({ advice }) => advice.map(({ code }) => code))).toEqual([
      [],
      [],
      ["labels-missing"],
    ]);
  });

  it("says when labels are too many or too few, and adds a background that is missing", () => {
    const withLabels = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => `label ${index}`).join("\n");
      const labels = { name: "labels.txt", bytes: new TextEncoder().encode(lines) };
      const opened = openModelFiles([...onnxClassifier(), labels]);
      return proposeUse(examineModel(opened), opened);
    };
    expect(withLabels(5)).toMatchObject({ labelSource: "file", advice: [] });
    expect(withLabels(4).labels).toEqual([
      "background",
      "label 0",
      "label 1",
      "label 2",
      "label 3",
    ]);
    expect(withLabels(9).advice).toEqual([{ code: "labels-count", count: 9 }]);
  });

  it("has the labels of the shipped detector", () => {
    const card = JSON.parse(readFileSync("models/centernet-512.json", "utf8"));
    expect(cocoLabels).toEqual(card.labels);
    expect(cocoLabelsByNumber()).toHaveLength(91);
    expect([cocoLabelsByNumber()[1], cocoLabelsByNumber()[90]]).toEqual(["person", "toothbrush"]);
    expect(cocoLabelsByNumber().filter((label) => label !== "")).toHaveLength(81);
  });
});
