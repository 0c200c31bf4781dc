import { expect, test } from "./support/app.ts";
import { bring, foundIn, letGo } from "./support/bring.ts";
import { hasSharedData, noSharedData, shared } from "./support/shared-data.ts";

type Row = readonly [model: string, reads: string, input: string, picture: string, found: RegExp];

const onnx: readonly Row[] = [
  [
    "deeplab_v3_1_default_1",
    "segment semantic",
    "257 × 257 RGB stretch",
    "tflite-support/segmentation_input_rotation0.jpg",
    /^person 3[234]% · horse (29|30|31)%/,
  ],
  [
    "en_PP-OCRv3_det_infer",
    "detect text-map",
    "960 × 960 BGR letterbox-top-left",
    "text/sample.jpg",
    /^text ×6$/,
  ],
  [
    "light_person_detector",
    "detect yolox",
    "192 × 192 BGR letterbox-top-left",
    "tfjs-models/three_people.jpg",
    /^person ×2$/,
  ],
  ["mnist_cntk", "classify classify", "28 × 28 grey stretch", "coral/mnist_nine.bmp", /^9 100%/],
  [
    "pytorch_super_resolution",
    "raw image",
    "224 × 224 luma centre-crop",
    "test_superresolution.png",
    /1, 1, 672, 672/,
  ],
  [
    "sci_240x320",
    "raw image",
    "320 × 240 RGB centre-crop",
    "tfjs-models/coco-ssd_image2.jpg",
    /1, 3, 240, 320/,
  ],
  // 281: tabby.
  [
    "squeezenet_fp16_winml",
    "classify classify",
    "224 × 224 BGR centre-crop",
    "winml/kitten_224.png",
    /^(281|tabby.*) 9\d%/,
  ],
  // 4: tulips, of which the file says nothing.
  [
    "st_mobilenet_v2_0.35_128",
    "classify classify",
    "128 × 128 RGB stretch",
    "ort-examples/tulip.jpg",
    /^4 100%/,
  ],
  [
    "ultraface_version-RFB-320",
    "detect ultraface",
    "320 × 240 RGB stretch",
    "coral/grace_hopper.bmp",
    /^face$/,
  ],
  [
    "yolox_nano_416",
    "detect yolox",
    "416 × 416 BGR letterbox-top-left",
    "tfjs-models/coco-ssd_image2.jpg",
    /^dog ×2$/,
  ],
  [
    "yunet_n_320_320",
    "detect yunet",
    "320 × 320 BGR letterbox-top-left",
    "coral/grace_hopper.bmp",
    /^face$/,
  ],
];

const tflite: readonly Row[] = [
  [
    "coral_mobilenet_v1_0.5_160_quant",
    "classify classify",
    "160 × 160 RGB stretch",
    "coral/cat.bmp",
    /^Egyptian cat [56]\d%/,
  ],
  [
    "coral_mobilenet_v2_1.0_224_quant",
    "classify classify",
    "224 × 224 RGB stretch",
    "coral/cat.bmp",
    /^Egyptian cat (7|8)\d%/,
  ],
  [
    "coral_movenet_single_pose_lightning_ptq",
    "pose movenet",
    "192 × 192 RGB letterbox",
    "coral/squat.bmp",
    /^1 person/,
  ],
  [
    "deeplabv3_257_float_metadata",
    "segment semantic",
    "257 × 257 RGB stretch",
    "tflite-support/segmentation_input_rotation0.jpg",
    /^person 3[234]% · horse (29|30|31)%/,
  ],
  [
    "mediapipe_face_detection_short_range",
    "detect blazeface",
    "128 × 128 RGB letterbox",
    "tfjs-models/portrait.jpg",
    /^face$/,
  ],
  [
    "mlperf_cifar10_resnet_float",
    "classify classify",
    "32 × 32 RGB stretch",
    "coral/cat.bmp",
    /^\d \d+%/,
  ],
  // 1: there is a person.
  [
    "mlperf_vww_96_float",
    "classify classify",
    "96 × 96 RGB stretch",
    "coco_val2017/000000000785.jpg",
    /^1 9\d%/,
  ],
  [
    "mobilenet_v1_0.25_224_float_metadata",
    "classify classify",
    "224 × 224 RGB stretch",
    "tflite-support/burger.jpg",
    /^cheeseburger 9\d%/,
  ],
  [
    "mobilenet_v1_0.25_224_quant_metadata",
    "classify classify",
    "224 × 224 RGB stretch",
    "tflite-support/burger.jpg",
    /^cheeseburger 9\d%/,
  ],
  [
    "selfiesegmentation_mlkit_256_f16",
    "segment person-mask",
    "256 × 256 RGB stretch",
    "tfjs-models/three_people.jpg",
    /^person, 6[678]% of the picture/,
  ],
  [
    "yolox_nano_float16",
    "detect yolox",
    "416 × 416 BGR letterbox-top-left",
    "tfjs-models/coco-ssd_image2.jpg",
    /^dog ×2$/,
  ],
];

const tfjs: readonly Row[] = [
  [
    "blazeface",
    "detect blazeface",
    "256 × 256 RGB letterbox",
    "tfjs-models/portrait.jpg",
    /^face$/,
  ],
  [
    "selfie",
    "segment person-mask",
    "256 × 256 RGB stretch",
    "tfjs-models/three_people.jpg",
    /^person, 6[678]% of the picture/,
  ],
];

/** Why an engine would not even try, where the file tells. */
const unfit: Readonly<Record<string, string>> = {
  "coral_movenet_single_pose_lightning_ptq litert webgpu": "operator-unknown GATHER_ND",
};

const formats = [
  ["ONNX", "onnx", onnx, (name: string) => [`onnx/${name}.onnx`]],
  ["TFLite", "litert", tflite, (name: string) => [`tflite/${name}.tflite`]],
  [
    "TF.js",
    "tfjs",
    tfjs,
    (name: string) => [`tfjs/${name}/${name}.json`, `tfjs/${name}/${name}.bin`],
  ],
] as const;

for (const [format, engine, rows, pathsOf] of formats) {
  test(`every shared ${format} model gives what was recorded of it @models`, async ({ open }) => {
    test.skip(!hasSharedData, noSharedData);
    const { page } = await open({ query: "place=models" });
    for (const [name, reads, input, picture, found] of rows) {
      await test.step(name, async () => {
        const { task, decoder, preprocessing, engines } = await bring(
          page,
          pathsOf(name).map((path) => shared(`models/${path}`)),
        );
        const words = await foundIn(page, shared(`images/${picture}`));
        expect.soft(`${task} ${decoder}`, name).toBe(reads);
        const { width, height, channels, fit } = preprocessing;
        expect.soft(`${width} × ${height} ${channels} ${fit}`, name).toBe(input);
        expect.soft(words, name).toMatch(found);
        const [wasm, webgpu] = engines;
        expect.soft(wasm, name).toMatchObject({ engine, backend: "wasm", ok: true });
        const reason = unfit[`${name} ${engine} webgpu`];
        if (reason) expect.soft(webgpu, name).toMatchObject({ ok: false, reason });
        await letGo(page);
      });
    }
  });
}
