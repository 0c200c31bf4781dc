import { describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import type { ModelProposal } from "../report.ts";
import { onnxWithPorts } from "../test-models/onnx-models.ts";
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

describe("networks that many detectors are", () => {
  it.each<readonly [string, ModelProposal, string, object]>([
    [
      "YOLOv3 as its convolutions leave it",
      proposed([1, 3, 416, 416], {
        a: [1, 255, 13, 13],
        b: [1, 255, 26, 26],
        c: [1, 255, 52, 52],
      }),
      "yolo-grids",
      {
        classes: 80,
        order: "ACHW",
        sizes: "exp",
        levels: [
          { output: "c", stride: 8, anchors: [10, 13, 16, 30, 33, 23] },
          { output: "b", stride: 16 },
          { output: "a", stride: 32, anchors: [116, 90, 156, 198, 373, 326] },
        ],
      },
    ],
    [
      "tiny YOLOv3, channels last",
      proposed([1, 416, 416, 3], { a: [1, 13, 13, 255], b: [1, 26, 26, 255] }),
      "yolo-grids",
      {
        order: "HWAC",
        levels: [
          { output: "b", stride: 16 },
          { output: "a", stride: 32 },
        ],
      },
    ],
    [
      "YOLOv5 with its grids apart",
      proposed(square, {
        a: [1, 3, 80, 80, 85],
        b: [1, 3, 40, 40, 85],
        c: [1, 3, 20, 20, 85],
      }),
      "yolo-grids",
      { classes: 80, order: "AHWC", sizes: "square" },
    ],
    [
      "tiny YOLOv2 for VOC",
      proposed([1, 3, 416, 416], { grid: [1, 125, 13, 13] }),
      "yolo-grids",
      { classes: 20, classScores: "softmax", levels: [{ stride: 32 }] },
    ],
    [
      "YOLOv8 of any size",
      proposed(["n", 3, "h", "w"], { output0: ["n", 84, "anchors"] }),
      "yolov8",
      { classes: 80, transposed: false },
    ],
    [
      "YOLOv8 of any size, for its own classes",
      proposed(
        ["n", 3, "h", "w"],
        { output0: ["n", 6, "anchors"] },
        {
          metadata: { stride: "32", task: "detect", names: "{0: 'cat', 1: 'dog'}" },
        },
      ),
      "yolov8",
      { classes: 2, objectness: false },
    ],
    [
      "YOLOv5 of any size",
      proposed(["n", 3, "h", "w"], { output0: ["n", "anchors", 85] }),
      "yolov8",
      { classes: 80, transposed: true, objectness: true },
    ],
    ["YOLOv7 end to end", proposed(square, { o: ["n", 7] }), "box-rows", { values: 7, score: 6 }],
    [
      "YOLO-NAS end to end",
      proposed(square, { graph2_flat_predictions: ["n", 7] }),
      "box-rows",
      { score: 5, classId: 6 },
    ],
    [
      "finished boxes of TensorRT's names",
      proposed(square, {
        num_dets: [1, 1],
        det_boxes: [1, 100, 4],
        det_scores: [1, 100],
        det_classes: [1, 100],
      }),
      "sorted-boxes",
      { boxes: "det_boxes", scores: "det_scores", labels: "det_classes", firstClass: 0 },
    ],
    [
      "RT-DETR of Ultralytics",
      proposed(square, { o: [1, 300, 84] }),
      "yolov8",
      { classes: 80, normalised: true, transposed: true, endToEnd: false },
    ],
    [
      "DETR",
      proposed(["n", 3, 800, 800], { logits: ["n", 100, 92], pred_boxes: ["n", 100, 4] }),
      "detr",
      { classes: 91, activation: "softmax" },
    ],
    [
      "RT-DETR",
      proposed(square, { logits: [1, 300, 80], pred_boxes: [1, 300, 4] }),
      "detr",
      { classes: 80, activation: "sigmoid" },
    ],
    [
      "the detectors of torchvision",
      proposed([3, "h", "w"], { boxes: ["n", 4], labels: ["n"], scores: ["n"] }),
      "sorted-boxes",
      { firstClass: 1 },
    ],
    [
      "detectors of MMDeploy",
      proposed(square, { dets: [1, 100, 5], labels: [1, 100] }),
      "sorted-boxes",
      { scores: null, firstClass: 0 },
    ],
    [
      "YOLO-NAS",
      proposed(square, { b: [1, 8400, 4], s: [1, 8400, 80] }),
      "box-list",
      { classes: 80, transposed: false, background: false },
    ],
    [
      "PP-YOLOE without its end",
      proposed(square, { b: [1, 8400, 4], s: [1, 80, 8400] }),
      "box-list",
      { transposed: true },
    ],
    [
      "an SSD of PyTorch",
      proposed([1, 3, 300, 300], { scores: [1, 3000, 21], boxes: [1, 3000, 4] }),
      "box-list",
      { classes: 21, background: true },
    ],
    [
      "YOLOv4 of PyTorch",
      proposed([1, 3, 416, 416], { boxes: [1, 10_647, 1, 4], confs: [1, 10_647, 80] }),
      "box-list",
      { boxes: "boxes", scores: "confs", classes: 80 },
    ],
    [
      "NanoDet-Plus",
      proposed([1, 3, 416, 416], { output: [1, 3598, 112] }),
      "nanodet",
      { classes: 80, bins: 8, offset: 0, planes: false },
    ],
    [
      "NanoDet with its outputs apart",
      proposed([1, 3, 320, 320], {
        cls_pred_stride_8: [1, 1600, 80],
        dis_pred_stride_8: [1, 1600, 32],
        cls_pred_stride_16: [1, 400, 80],
        dis_pred_stride_16: [1, 400, 32],
        cls_pred_stride_32: [1, 100, 80],
        dis_pred_stride_32: [1, 100, 32],
      }),
      "nanodet",
      { classes: 80, offset: 0.5, levels: [{ stride: 8 }, { stride: 16 }, { stride: 32 }] },
    ],
    [
      "YOLOv8 cut off before its end",
      proposed(square, { a: [1, 144, 80, 80], b: [1, 144, 40, 40], c: [1, 144, 20, 20] }),
      "nanodet",
      { classes: 80, bins: 16, planes: true, distancesFirst: true },
    ],
    [
      "FastestDet",
      proposed([1, 3, 352, 352], { output: [1, 85, 22, 22] }, { opType: "Sigmoid" }),
      "fastestdet",
      { classes: 80 },
    ],
    [
      "CenterNet",
      proposed([1, 3, 512, 512], {
        reg: [1, 2, 128, 128],
        hm: [1, 80, 128, 128],
        wh: [1, 2, 128, 128],
      }),
      "centernet",
      { heat: "hm", size: "wh", offset: "reg", classes: 80, scores: "logits" },
    ],
  ])("are recognised: %s", (_, proposal, id, parameters) => {
    expect(proposal.decoder.id).toBe(id);
    expect(proposal.decoder.parameters).toMatchObject(parameters);
    expect(proposal.task).toBe("detect");
    expect(proposal.reasons.filter(({ about }) => about === "decoder")).not.toEqual([]);
  });

  it("have COCO's labels, by its own numbers where they are counted so", () => {
    const labelsOf = (outputs: Sizes) => proposed(square, outputs).labels;
    expect(labelsOf({ logits: [1, 100, 92], pred_boxes: [1, 100, 4] })[18]).toBe("dog");
    expect(labelsOf({ boxes: ["n", 4], labels: ["n"], scores: ["n"] })[17]).toBe("dog");
    expect(labelsOf({ dets: [1, 100, 5], labels: [1, 100] })[16]).toBe("dog");
  });

  it("are fed as their authors do", () => {
    const fed = (outputs: Sizes) => {
      const { mean, channels, fit } = proposed([1, 3, 416, 416], outputs).input ?? {};
      return `${channels} ${mean?.[0]} ${fit}`;
    };
    expect(fed({ output: [1, 3598, 112] })).toBe("BGR 103.53 stretch");
    expect(fed({ logits: [1, 100, 92], pred_boxes: [1, 100, 4] })).toBe("RGB 123.675 stretch");
    expect(fed({ logits: [1, 300, 80], pred_boxes: [1, 300, 4] })).toBe("RGB 0 stretch");
  });
});
