import type { ProposedDecoder, ProposedFit } from "../report.ts";
import type { Facts } from "./facts.ts";

type Triple = readonly [number, number, number];

/** `value = (byte − mean) / std`, in the order of red, green and blue. */
export interface Scaling {
  readonly mean: Triple;
  readonly std: Triple;
}

/** The same number for each colour. */
export const alike = (value: number): Triple => [value, value, value];
/** 0 … 255. */
export const bytes: Scaling = { mean: alike(0), std: alike(1) };
/** 0 … 1. */
export const unit: Scaling = { mean: alike(0), std: alike(255) };
/** −1 … 1. */
export const signed: Scaling = { mean: alike(127.5), std: alike(127.5) };
/** Means and deviations of ImageNet's pictures, which torchvision's models and Paddle's take. */
export const imageNet: Scaling = {
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
};

/** How a network of a kind is mostly fed, whoever wrote the file. */
export interface Habit {
  /** Absent: as the writer does. */
  readonly scaling?: Scaling;
  readonly words?: string;
  readonly fit: ProposedFit;
  readonly padByte?: number;
  readonly bgr?: boolean;
}

type Id = ProposedDecoder["id"];
type Of<Kind extends Id> = Extract<ProposedDecoder, { id: Kind }>["parameters"];

const yolo: Habit = { scaling: unit, words: "yolo: 0…1", fit: "letterbox", padByte: 114 };
const plain: Habit = { fit: "stretch" };

/** How networks of each decoder are fed by their authors. */
const habits: { readonly [Kind in Id]: Habit | ((parameters: Of<Kind>, facts: Facts) => Habit) } = {
  // torchvision and Caffe cut out the middle; TensorFlow's examples stretch.
  classify: (_, { report }) => ({
    fit: /pytorch|caffe/i.test(report.producer) ? "centre-crop" : "stretch",
  }),
  "ssd-anchors": plain,
  "ssd-postprocessed": plain,
  yolox: (_, { report }) =>
    // Of the same shape, and fed as its elders.
    /yolov?6/i.test(report.title)
      ? yolo
      : {
          scaling: bytes,
          words: "yolox: 0…255",
          fit: "letterbox-top-left",
          padByte: 114,
          bgr: true,
        },
  yolov8: ({ endToEnd }, { report, has }) =>
    report.kind === "graph-model" && has("_FusedConv2D") && endToEnd
      ? { ...yolo, scaling: bytes, words: "boxes end to end in TF.js: 0…255" }
      : yolo,
  "yolo-masks": yolo,
  "yolo-pose": yolo,
  "yolo-turned": yolo,
  // Core ML's YOLOv2 scales by itself.
  "yolo-grids": (_, { report }) =>
    /onnxmltools|coreml/i.test(report.producer)
      ? { ...yolo, scaling: bytes, words: "Core ML: 0…255" }
      : yolo,
  "box-rows": ({ values }) =>
    values === 7 ? yolo : { scaling: imageNet, words: "PaddleDetection: ImageNet", fit: "stretch" },
  "sorted-boxes": ({ boxes, scores }) => {
    if (scores === null)
      return { scaling: imageNet, words: "MMDeploy: ImageNet", fit: "letterbox" };
    if (/^bboxes$/i.test(boxes))
      return { scaling: imageNet, words: "SSD: ImageNet", fit: "stretch" };
    return { scaling: unit, words: "0…1", fit: "stretch" };
  },
  "box-list": ({ background }) =>
    background
      ? { scaling: { mean: alike(127), std: alike(128) }, words: "SSD: −1…1", fit: "stretch" }
      : yolo,
  detr: ({ classes, activation }) =>
    activation === "sigmoid" && classes === 80
      ? { scaling: unit, words: "RT-DETR: 0…1", fit: "stretch" }
      : { scaling: imageNet, words: "DETR: ImageNet", fit: "stretch" },
  nanodet: ({ distancesFirst }) =>
    distancesFirst
      ? yolo
      : { scaling: imageNet, words: "NanoDet: ImageNet", fit: "stretch", bgr: true },
  fastestdet: { scaling: unit, words: "FastestDet: 0…1", fit: "stretch", bgr: true },
  centernet: {
    scaling: { mean: [119.85, 113.985, 104.04], std: [70.89, 69.87, 73.695] },
    words: "CenterNet's own means",
    fit: "letterbox",
    bgr: true,
  },
  "text-map": { fit: "letterbox-top-left" },
  semantic: plain,
  "person-mask": (_, { report }) => {
    const { title } = report;
    if (/u-?2-?net|silueta|birefnet/i.test(title)) {
      return { scaling: imageNet, words: "U²-Net: ImageNet", fit: "stretch" };
    }
    if (/is-?net|rmbg/i.test(title)) {
      const scaling = { mean: alike(127.5), std: alike(255) };
      return { scaling, words: "IS-Net: −0.5…0.5", fit: "stretch" };
    }
    if (/modnet|human_?seg|matting/i.test(title)) {
      return { scaling: signed, words: "mattes: −1…1", fit: "stretch" };
    }
    return { scaling: unit, words: "masks: 0…1", fit: "stretch" };
  },
  ultraface: {
    scaling: { mean: alike(127), std: alike(128) },
    words: "ultraface: (x − 127) / 128",
    fit: "stretch",
  },
  yunet: { scaling: bytes, words: "yunet: 0…255", fit: "letterbox-top-left", bgr: true },
  blazeface: { scaling: signed, words: "blazeface: −1…1", fit: "letterbox" },
  movenet: { scaling: bytes, words: "movenet: 0…255", fit: "letterbox" },
  // PoseNet, with offsets, is TensorFlow's; networks without are PyTorch's.
  "heat-maps": ({ offsets }) =>
    offsets === null
      ? { scaling: imageNet, words: "heat maps: ImageNet", fit: "letterbox" }
      : { scaling: signed, words: "PoseNet: −1…1", fit: "letterbox" },
  simcc: { scaling: imageNet, words: "RTMPose: ImageNet", fit: "letterbox" },
  embedding: plain,
  image: ({ range }) => ({
    scaling: range === "0…255" ? bytes : range === "-1…1" ? signed : unit,
    words: `as the picture that comes out: ${range}`,
    fit: "centre-crop",
  }),
  raw: plain,
};

/** How a network with this decoder is fed, as far as its kind tells. */
export function habitOf(decoder: ProposedDecoder, facts: Facts): Habit {
  const habit = habits[decoder.id];
  if (typeof habit !== "function") return habit;
  // That a decoder and the parameters of its kind belong together is the shape of the decoder.
  return (habit as (parameters: object, facts: Facts) => Habit)(decoder.parameters, facts);
}
