import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examineModel } from "./examine-model.ts";
import { openModelFiles } from "./open/open-model-files.ts";
import { proposeUse } from "./propose/propose-use.ts";
import { supportOf } from "./support/support-of.ts";

const models = join(import.meta.dirname, "../../../shared/data/models");

type Row = readonly [
  files: string,
  input: string,
  operators: number,
  megaMultiplyAdds: number,
  decoder: string,
  fed: string,
  labels: string,
  /** Joined by commas; empty: nobody. */
  refused: string,
];

/** What the doctor must say of each: input, operators, work, how it is fed and read, who refuses it. */
const table: readonly Row[] = [
  [
    "onnx/deeplab_v3_1_default_1.onnx",
    "sub_7 float32 1,257,257,3",
    108,
    726,
    "semantic 21",
    "NHWC RGB 127.5/127.5 stretch",
    "voc 21",
    "",
  ],
  [
    "onnx/en_PP-OCRv3_det_infer.onnx",
    "x float32 ?,3,?,?",
    660,
    478,
    "text-map",
    "NCHW BGR 103.53/57.375 letterbox-top-left",
    "none 0",
    "",
  ],
  [
    "onnx/light_person_detector.onnx",
    "images float32 1,3,192,192",
    369,
    107,
    "yolox 1",
    "NCHW BGR 0/1 letterbox-top-left",
    "coco 1",
    "",
  ],
  [
    "onnx/mnist_cntk.onnx",
    "Input3 float32 1,1,28,28",
    12,
    1,
    "classify 10",
    "NCHW grey 0/1 stretch",
    "numbers 10",
    "",
  ],
  [
    "onnx/pytorch_super_resolution.onnx",
    "input float32 ?,1,224,224",
    8,
    2985,
    "image",
    "NCHW luma 0/255 centre-crop",
    "none 0",
    "",
  ],
  [
    "onnx/sci_240x320.onnx",
    "input float32 1,3,240,320",
    10,
    19,
    "image",
    "NCHW RGB 0/255 centre-crop",
    "none 0",
    "",
  ],
  [
    "onnx/squeezenet_fp16_winml.onnx",
    "data_0 float16 1,3,224,224",
    66,
    349,
    "classify 1000",
    "NCHW BGR 103.94/1 centre-crop",
    "numbers 1000",
    "",
  ],
  [
    "onnx/st_mobilenet_v2_0.35_128.onnx",
    "input_1 float32 ?,3,128,128",
    113,
    19,
    "classify 5",
    "NCHW RGB 127.5/127.5 stretch",
    "numbers 5",
    "",
  ],
  [
    "onnx/ultraface_version-RFB-320.onnx",
    "input float32 1,3,240,320",
    242,
    100,
    "ultraface",
    "NCHW RGB 127/128 stretch",
    "none 0",
    "",
  ],
  [
    "onnx/yolox_nano_416.onnx",
    "images float32 1,3,416,416",
    369,
    523,
    "yolox 80",
    "NCHW BGR 0/1 letterbox-top-left",
    "coco 80",
    "",
  ],
  [
    "onnx/yunet_n_320_320.onnx",
    "input float32 1,3,320,320",
    115,
    136,
    "yunet",
    "NCHW BGR 0/1 letterbox-top-left",
    "none 0",
    "",
  ],
  [
    "tflite/coral_mobilenet_v1_0.5_160_quant.tflite",
    "input uint8 1,160,160,3",
    31,
    77,
    "classify 1001",
    "NHWC RGB 0/1 stretch",
    "metadata 1001",
    "",
  ],
  [
    "tflite/coral_mobilenet_v2_1.0_224_quant.tflite",
    "input uint8 1,224,224,3",
    66,
    301,
    "classify 1001",
    "NHWC RGB 0/1 stretch",
    "metadata 1001",
    "",
  ],
  [
    "tflite/coral_movenet_single_pose_lightning_ptq.tflite",
    "serving_default_input:0 uint8 1,192,192,3",
    157,
    271,
    "movenet",
    "NHWC RGB 0/1 letterbox",
    "none 0",
    "webgpu operator-unknown GATHER_ND",
  ],
  [
    "tflite/deeplabv3_257_float_metadata.tflite",
    "sub_7 float32 1,257,257,3",
    70,
    726,
    "semantic 21",
    "NHWC RGB 127.5/127.5 stretch",
    "metadata 21",
    "",
  ],
  [
    "tflite/mediapipe_face_detection_short_range.tflite",
    "input float32 1,128,128,3",
    164,
    31,
    "blazeface",
    "NHWC RGB 127.5/127.5 letterbox",
    "none 0",
    "",
  ],
  [
    "tflite/mlperf_cifar10_resnet_float.tflite",
    "input_1 float32 ?,32,32,3",
    16,
    13,
    "classify 10",
    "NHWC RGB 0/255 stretch",
    "numbers 10",
    "",
  ],
  [
    "tflite/mlperf_vww_96_float.tflite",
    "input_1 float32 ?,96,96,3",
    31,
    7,
    "classify 2",
    "NHWC RGB 0/255 stretch",
    "numbers 2",
    "",
  ],
  [
    "tflite/mobilenet_v1_0.25_224_float_metadata.tflite",
    "input float32 1,224,224,3",
    31,
    41,
    "classify 1001",
    "NHWC RGB 127.5/127.5 stretch",
    "metadata 1001",
    "",
  ],
  [
    "tflite/mobilenet_v1_0.25_224_quant_metadata.tflite",
    "input uint8 1,224,224,3",
    31,
    41,
    "classify 1001",
    "NHWC RGB 0/1 stretch",
    "metadata 1001",
    "",
  ],
  [
    "tflite/selfiesegmentation_mlkit_256_f16.tflite",
    "input_1 float32 1,256,256,3",
    246,
    59,
    "person-mask",
    "NHWC RGB 0/255 stretch",
    "none 0",
    "",
  ],
  [
    "tflite/yolox_nano_float16.tflite",
    "serving_default_images:0 float32 1,3,416,416",
    841,
    523,
    "yolox 80",
    "NCHW BGR 0/1 letterbox-top-left",
    "coco 80",
    "",
  ],
  [
    "tfjs/blazeface/blazeface.json tfjs/blazeface/blazeface.bin",
    "input float32 1,256,256,3",
    257,
    189,
    "blazeface",
    "NHWC RGB 127.5/127.5 letterbox",
    "none 0",
    "",
  ],
  [
    "tfjs/selfie/selfie.json tfjs/selfie/selfie.bin",
    "input_1 float32 1,256,256,3",
    361,
    59,
    "person-mask",
    "NHWC RGB 0/255 stretch",
    "none 0",
    "",
  ],
];

describe.skipIf(!existsSync(models))("the model doctor on real models (../shared/data)", () => {
  it.each(table)("%s", (...row: Row) => {
    const [files, input, operators, megaMultiplyAdds, decoder, fed, labels, refused] = row;
    const paths = files.split(" ");
    const opened = openModelFiles(
      paths.map((path) => ({
        name: path,
        bytes: new Uint8Array(readFileSync(join(models, path))),
      })),
    );
    expect(opened.format).toBe(files.split("/")[0]);
    const report = examineModel(opened);
    const [port] = report.inputs;
    const shape = port?.shape?.map((size) => size ?? "?").join();
    expect(`${port?.name} ${port?.dtype} ${shape}`).toBe(input);
    expect(report.operators.reduce((sum, { count }) => sum + count, 0)).toBe(operators);
    expect(Math.round((report.multiplyAdds ?? 0) / 1e6)).toBe(megaMultiplyAdds);
    expect(report.uncounted).toEqual([]);
    const proposal = proposeUse(report, opened);
    const { parameters } = proposal.decoder;
    const classes = "classes" in parameters ? ` ${parameters.classes}` : "";
    expect(`${proposal.decoder.id}${classes}`).toBe(decoder);
    const { layout, channels, mean, std, fit } = proposal.input ?? {};
    expect(`${layout} ${channels} ${mean?.[0]}/${std?.[0]} ${fit}`).toBe(fed);
    expect(`${proposal.labelSource} ${proposal.labels.length}`).toBe(labels);
    const own = supportOf(report).filter(({ reasons }) => reasons[0]?.code !== "format");
    expect(own).toHaveLength(2);
    const refusals = own.flatMap(({ backend, reasons }) =>
      reasons.map(({ code, operator }) => `${backend} ${code} ${operator}`),
    );
    expect(refusals.join()).toBe(refused);
  });
});
