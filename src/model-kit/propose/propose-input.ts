import type { ProposalReason, ProposedDecoder, ProposedInput } from "../report.ts";
import type { Facts, PictureInput } from "./facts.ts";
import {
  alike,
  bytes,
  type Habit,
  habitOf,
  imageNet,
  type Scaling,
  signed,
  unit,
} from "./feeding-habits.ts";

type Triple = Scaling["mean"];

interface Normalization extends Scaling {
  readonly reason: Pick<ProposalReason, "code" | "detail">;
}

/** Caffe's means, for blue, green and red. */
const caffe = { mean: [103.94, 116.78, 123.68], std: alike(1) } as const;

/** A multiple of 32, which finders of text ask for. */
const textSize = { width: 960, height: 960 } as const;

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
  const { port, layout, channelCount } = picture;
  const habit = habitOf(decoder, facts);
  // A small picture of text cannot be read: where the size is open it is chosen larger.
  const { width, height } =
    decoder.id === "text-map" && facts.report.assumedSize ? textSize : picture;
  const bgr = isBgr(facts, habit);
  const channels = channelCount === 1 ? greyOf(decoder) : bgr ? "BGR" : "RGB";
  const normalization = normalizationOf(facts, picture, habit);
  const { fit, padByte = 0 } = habit;
  // Caffe's means are in its own order already.
  const swap = channels === "BGR" && normalization.mean !== caffe.mean && !isStated(facts);
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
      { about: "fit", code: "habit", detail: `${decoder.id}: ${fit}` },
    ],
  };
}

/** Caffe, OpenCV and PaddleOCR feed blue first. */
function isBgr({ report }: Facts, { bgr, scaling }: Habit): boolean {
  return bgr ?? (isCaffe(report) || (isPaddle(report) && !scaling));
}

/** The file states its own numbers, in the order in which it takes the colours. */
function isStated({ report }: Facts): boolean {
  return report.statedNormalization !== undefined;
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
  { scaling, words = "" }: Habit,
): Normalization {
  const { report } = facts;
  if (port.dtype === "int8") {
    // Quantized from bytes: −128 stands for 0, whatever real range the scale gives it.
    const reason = { code: "quantization", detail: "int8" } as const;
    return { mean: alike(128), std: alike(1), reason };
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
  if (scaling) return { ...scaling, reason: { code: "habit", detail: words } };
  return byWriter(facts, channelCount);
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
