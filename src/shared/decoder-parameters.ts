/** What heads of the YOLO family have in common: `[1, 4 + classes + more, N]`, or `[1, N, …]`. */
interface YoloHead {
  readonly output: string;
  readonly classes: number;
  /** `[1, N, …]`. */
  readonly transposed: boolean;
  /** Places are parts of the input's sides rather than pixels; `null` where only a run can tell. */
  readonly normalised: boolean | null;
  /** Box, score, class, and what follows: already suppressed. */
  readonly endToEnd: boolean;
}

/** What each decoder must know; outputs by their names in the graph. */
export interface DecoderParameters {
  /** `background`: class 0 is "none of them". */
  classify: {
    readonly output: string;
    readonly classes: number;
    readonly scores: "probabilities" | "logits";
    readonly background: boolean;
  };
  /** Anchors are not in the file: `[1, N, 4]` offsets and `[1, N, classes]` scores. */
  "ssd-anchors": {
    readonly boxes: string;
    readonly scores: string;
    readonly anchors: number;
    readonly classes: number;
    readonly background: boolean;
  };
  /** TFLite_Detection_PostProcess and the like: boxes `[1, N, 4]` y1, x1, y2, x2 from 0 to 1. */
  "ssd-postprocessed": {
    readonly boxes: string;
    readonly classIds: string;
    readonly scores: string;
    readonly count: string | null;
    /** The number that the graph gives label 0. */
    readonly firstClass: 0 | 1;
  };
  /** `[1, N, 5 + classes]`. `decoded`: the grid is already added; `null` where only a run can tell. */
  yolox: {
    readonly output: string;
    readonly classes: number;
    readonly strides: readonly number[];
    readonly decoded: boolean | null;
  };
  /**
   * `[1, 4 + classes + extra, N]`, or `[1, N, …]` where `transposed`; `objectness`: one more after the box
   * (YOLOv5). `normalised`: boxes 0 … 1 rather than in pixels; `null` where only a run can tell.
   */
  yolov8: {
    readonly output: string;
    readonly classes: number;
    readonly transposed: boolean;
    readonly normalised: boolean | null;
    readonly objectness: boolean;
    /** `[1, N, 6]`: x1, y1, x2, y2, score, class, already suppressed (YOLOv10, `nms=True`). */
    readonly endToEnd: boolean;
    /** Key points (x, y, score each) after the classes. */
    readonly keyPoints: number;
    /** Mask coefficients after the classes, and the output with the prototypes. */
    readonly masks: { readonly coefficients: number; readonly prototypes: string } | null;
    /** An angle after the classes. */
    readonly oriented: boolean;
  };
  /**
   * As `yolov8` with coefficients of masks behind the classes, and `prototypes` that they mix: `[1, C, H, W]`,
   * or `[1, H, W, C]` (YOLOv8-seg and its kin).
   */
  "yolo-masks": YoloHead & {
    readonly coefficients: number;
    readonly prototypes: string;
    readonly layout: "NHWC" | "NCHW";
  };
  /** As `yolov8` with the 17 points of a body behind the classes: x and y each, and a score where `numbers` is 3. */
  "yolo-pose": YoloHead & { readonly numbers: 2 | 3 };
  /** As `yolov8` with an angle behind the classes, clockwise in radians. */
  "yolo-turned": YoloHead;
  /**
   * Grids of YOLOv2 to v5 and v7 before anything is added. Each level has the numbers of its anchors, width
   * and height of each in input pixels. `order`: how anchors (A), cells (HW) and values (C) follow each
   * other. `sizes`: powers of e, or squares (v5, v7). `activated`: the logistic function is applied already;
   * `null` where only a run can tell.
   */
  "yolo-grids": {
    readonly levels: readonly {
      readonly output: string;
      readonly stride: number;
      readonly anchors: readonly number[];
      /** How far centres reach beyond their cell: 1 not at all. */
      readonly spread: number;
    }[];
    readonly classes: number;
    readonly order: "ACHW" | "AHWC" | "HWAC";
    readonly sizes: "exp" | "square";
    readonly activated: boolean | null;
    readonly classScores: "sigmoid" | "softmax";
  };
  /** Finished boxes, one in each row of `values` numbers: where its corners begin, its score and class. */
  "box-rows": {
    readonly output: string;
    readonly values: number;
    readonly box: number;
    readonly score: number;
    readonly classId: number;
    readonly normalised: boolean | null;
  };
  /** Finished boxes, labels and scores, each an output; `scores` null: the fifth number of each box. */
  "sorted-boxes": {
    readonly boxes: string;
    readonly scores: string | null;
    readonly labels: string;
    readonly normalised: boolean | null;
    readonly firstClass: 0 | 1;
  };
  /** Boxes and a score of each class for each, doubles and all. `transposed`: scores are `[1, classes, N]`. */
  "box-list": {
    readonly boxes: string;
    readonly scores: string;
    readonly classes: number;
    readonly corners: "xyxy" | "yxyx" | "cxcywh";
    readonly normalised: boolean | null;
    readonly transposed: boolean;
    /** Class 0 is "none of them". */
    readonly background: boolean;
  };
  /** A set of boxes and their logits; with softmax, one logit more for "nothing" at the end. */
  detr: {
    readonly boxes: string;
    readonly logits: string;
    readonly classes: number;
    readonly activation: "softmax" | "sigmoid";
  };
  /**
   * Distances to four sides as distributions over `bins`. `planes`: `[1, values, H, W]` rather than rows of
   * values; `offset`: where in its cell a centre is, 0 or 0.5.
   */
  nanodet: {
    readonly levels: readonly {
      readonly scores: string;
      readonly distances: string;
      readonly stride: number;
    }[];
    readonly classes: number;
    readonly bins: number;
    readonly planes: boolean;
    readonly distancesFirst: boolean;
    readonly offset: 0 | 0.5;
  };
  fastestdet: { readonly output: string; readonly classes: number };
  /** Heat maps of classes, sizes and (null: the middle of its cell) places of centres. */
  centernet: {
    readonly heat: string;
    readonly size: string;
    readonly offset: string | null;
    readonly classes: number;
    readonly layout: "NHWC" | "NCHW";
    readonly scores: "probabilities" | "logits";
  };
  /** How surely each pixel is text. */
  "text-map": { readonly output: string };
  /** `argmax`: class numbers `[1, H, W]`; else a score per class. */
  semantic: {
    readonly output: string;
    readonly classes: number;
    readonly layout: "NHWC" | "NCHW";
    readonly argmax: boolean;
  };
  /** One channel 0 … 1, or the channel of the person. */
  "person-mask": {
    readonly output: string;
    readonly layout: "NHWC" | "NCHW";
    readonly channel: number;
    readonly scores: "probabilities" | "logits";
  };
  ultraface: { readonly boxes: string; readonly scores: string };
  yunet: {
    readonly levels: readonly {
      readonly stride: number;
      readonly cls: string;
      readonly obj: string;
      readonly bbox: string;
      readonly kps: string;
    }[];
  };
  /** Pairs of scores and boxes, in the order of the anchors. */
  blazeface: {
    readonly levels: readonly {
      readonly scores: string;
      readonly boxes: string;
      readonly anchors: number;
    }[];
    /** Input side in pixels: 128 short range, 256 back camera. */
    readonly side: number;
  };
  movenet: { readonly output: string; readonly people: number };
  /**
   * A map for each of the 17 points of a body; `offsets`: the output that tells how far each point lies
   * from its cell, in input pixels.
   */
  "heat-maps": {
    readonly output: string;
    readonly offsets: string | null;
    readonly layout: "NHWC" | "NCHW";
    readonly scores: "probabilities" | "logits";
  };
  /** A row of bins along each side for each of the 17 points of a body. */
  simcc: { readonly x: string; readonly y: string };
  /** A direction for the whole picture: alike pictures have alike ones. */
  embedding: { readonly output: string; readonly size: number };
  /** A picture; `range` as far as the input's normalisation tells. */
  image: {
    readonly output: string;
    readonly layout: "NHWC" | "NCHW";
    readonly channels: 1 | 3;
    readonly range: "0…1" | "-1…1" | "0…255";
    /** Output side over input side. */
    readonly scale: number;
  };
  raw: { readonly outputs: readonly string[] };
}
