import type { ProposalReason, ProposedDecoder, ProposedFit, ProposedInput } from "../report.ts";
import type { Facts, PictureInput } from "./facts.ts";

type Triple = readonly [number, number, number];

interface Normalization {
  readonly mean: Triple;
  readonly std: Triple;
  readonly reason: Pick<ProposalReason, "code" | "detail">;
}

const zero: Triple = [0, 0, 0];
const all = (value: number): Triple => [value, value, value];
const bytes = { mean: zero, std: all(1) };
const unit = { mean: zero, std: all(255) };
const signed = { mean: all(127.5), std: all(127.5) };
/** Means and deviations of ImageNet's pictures, which torchvision's models and PaddleOCR's take, as bytes. */
const imageNet = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;
/** Caffe's means, for blue, green and red. */
const caffe = { mean: [103.94, 116.78, 123.68], std: all(1) } as const;

/** How a frame becomes the input: size, layout, channels, normalisation, fit. */
export interface InputProposal {
  readonly input: ProposedInput;
  readonly reasons: readonly ProposalReason[];
}

/** Proposes how the picture is fed, from what the file states and the habits of its decoder and its writer. */
export function proposeInput(
  facts: Facts,
  picture: PictureInput,
  decoder: ProposedDecoder,
): InputProposal {
  const { port, layout, width, height, channelCount } = picture;
  const bgr = isBgr(facts, decoder);
  const channels = channelCount === 1 ? greyOf(decoder) : bgr ? "BGR" : "RGB";
  const normalization = normalizationOf(facts, picture, decoder);
  const { fit, padByte, detail } = fitOf(facts, decoder);
  const swap = channels === "BGR" && normalization.mean === imageNet.mean;
  const flip = ([red, green, blue]: Triple): Triple => [blue, green, red];
  return {
    input: {
      name: port.name,
      width,
      height,
      layout,
      channels,
      dtype: port.dtype,
      mean: swap ? flip(normalization.mean) : normalization.mean,
      std: swap ? flip(normalization.std) : normalization.std,
      fit,
      padByte,
    },
    reasons: [
      {
        about: "size",
        code: facts.report.assumedSize ? "habit" : "shape",
        detail: `${width} × ${height}`,
      },
      { about: "layout", code: "shape", detail: layout },
      { about: "channels", code: bgr ? "habit" : "nothing-known", detail: channels },
      { about: "normalization", ...normalization.reason },
      { about: "fit", code: "habit", detail },
    ],
  };
}

/** Caffe, OpenCV and PaddleOCR feed blue first. */
function isBgr({ report }: Facts, decoder: ProposedDecoder): boolean {
  return decoder.id === "yolox" || decoder.id === "yunet" || isCaffe(report) || isPaddle(report);
}

function isCaffe({ producer }: Facts["report"]): boolean {
  return /caffe/i.test(producer);
}

function isPaddle({ inputs }: Facts["report"]): boolean {
  return inputs.some(({ symbols }) => symbols.some((symbol) => symbol?.startsWith("p2o.")));
}

function greyOf(decoder: ProposedDecoder): "grey" | "luma" {
  return decoder.id === "image" ? "luma" : "grey";
}

function normalizationOf(
  facts: Facts,
  { port, channelCount }: PictureInput,
  decoder: ProposedDecoder,
): Normalization {
  const { report } = facts;
  if (port.dtype === "int8") {
    // Quantized from bytes: −128 stands for 0, whatever real range the scale gives it.
    const reason = { code: "quantization", detail: "int8" } as const;
    return { mean: all(128), std: all(1), reason };
  }
  if (/^u?int/.test(port.dtype)) {
    const { scale, zeroPoint } = port.quantization ?? {};
    const detail = scale === undefined ? port.dtype : `${port.dtype} ${scale} ${zeroPoint}`;
    const code = scale === undefined ? "dtype" : "quantization";
    return { ...bytes, reason: { code, detail } };
  }
  const stated = report.statedNormalization;
  if (stated) {
    const triple = (list: readonly number[]): Triple => {
      const [first = 0, second = first, third = first] = list;
      return [first, second, third];
    };
    const reason = { code: "metadata", detail: `${stated.mean} ${stated.std}` } as const;
    return { mean: triple(stated.mean), std: triple(stated.std), reason };
  }
  const habit = (detail: string): Normalization["reason"] => ({ code: "habit", detail });
  switch (decoder.id) {
    case "yolox":
    case "yunet":
      return { ...bytes, reason: habit(`${decoder.id}: 0…255`) };
    case "ultraface":
      return { mean: all(127), std: all(128), reason: habit("ultraface: (x − 127) / 128") };
    case "blazeface":
      return { ...signed, reason: habit("blazeface: −1…1") };
    case "yolo-masks":
    case "yolo-pose":
    case "yolo-turned":
      return { ...unit, reason: habit("yolo: 0…1") };
    case "yolov8":
      if (
        report.kind === "graph-model" &&
        facts.has("_FusedConv2D") &&
        decoder.parameters.endToEnd
      ) {
        return { ...bytes, reason: habit("boxes end to end in TF.js: 0…255") };
      }
      return { ...unit, reason: habit("yolo: 0…1") };
    case "movenet":
      return { ...bytes, reason: habit("movenet: 0…255") };
    case "heat-maps":
      // PoseNet, with offsets, is TensorFlow's; networks without are PyTorch's.
      return decoder.parameters.offsets === null
        ? { ...imageNet, reason: habit("heat maps: ImageNet") }
        : { ...signed, reason: habit("PoseNet: −1…1") };
    case "simcc":
      return { ...imageNet, reason: habit("RTMPose: ImageNet") };
    case "person-mask":
      return { ...unit, reason: habit("masks: 0…1") };
    case "image": {
      const { range } = decoder.parameters;
      const like = range === "0…255" ? bytes : range === "-1…1" ? signed : unit;
      return { ...like, reason: habit(`as the picture that comes out: ${range}`) };
    }
    default:
      return byWriter(facts, channelCount);
  }
}

/** Where only the habits of whoever wrote the file are left. */
function byWriter(facts: Facts, channelCount: number): Normalization {
  const { report } = facts;
  const habit = (detail: string): Normalization["reason"] => ({ code: "habit", detail });
  if (facts.metadata("task") !== undefined && facts.metadata("stride") !== undefined) {
    return { ...unit, reason: { code: "metadata", detail: "Ultralytics: 0…1" } };
  }
  if (channelCount === 1) {
    const old = /cntk/i.test(report.producer);
    return { ...(old ? bytes : unit), reason: habit(old ? "CNTK: 0…255" : "grey: 0…1") };
  }
  if (isPaddle(report)) return { ...imageNet, reason: habit("Paddle: ImageNet") };
  if (isCaffe(report)) return { ...caffe, reason: habit("Caffe's means") };
  if (/pytorch/i.test(report.producer)) return { ...imageNet, reason: habit("PyTorch: ImageNet") };
  const keras = /^(input|conv2d|x|serving_default).*/.test(facts.picture?.port.name ?? "");
  if (/tf2onnx|keras/i.test(report.producer)) return { ...signed, reason: habit("Keras: −1…1") };
  if (report.format === "onnx") return { ...imageNet, reason: habit("ImageNet") };
  return keras
    ? { ...unit, reason: habit("Keras without its metadata: 0…1") }
    : { ...signed, reason: habit("TensorFlow: −1…1") };
}

function fitOf(
  { report }: Facts,
  decoder: ProposedDecoder,
): { readonly fit: ProposedFit; readonly padByte: number; readonly detail: string } {
  const habit = (fit: ProposedFit, padByte = 0) => ({
    fit,
    padByte,
    detail: `${decoder.id}: ${fit}`,
  });
  switch (decoder.id) {
    case "yolox":
      return habit("letterbox-top-left", 114);
    case "yunet":
      return habit("letterbox-top-left");
    case "yolov8":
    case "yolo-masks":
    case "yolo-pose":
    case "yolo-turned":
      return habit("letterbox", 114);
    case "blazeface":
    case "movenet":
    case "heat-maps":
    case "simcc":
      return habit("letterbox");
    case "image":
      return habit("centre-crop");
    case "classify": {
      // torchvision and Caffe cut out the middle; TensorFlow's examples stretch.
      const cut = /pytorch|caffe/i.test(report.producer);
      return habit(cut ? "centre-crop" : "stretch");
    }
    default:
      return habit("stretch");
  }
}
