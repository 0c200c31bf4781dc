import { pictureAxes } from "../assumed-size.ts";
import type { PortReport } from "../report.ts";
import { type Facts, type PictureInput, type Recognised, shapeText } from "./facts.ts";

/** More classes than this have no colours to tell them apart. */
const mostClasses = 256;
const maskNames = /selfie|segment|mask|matte|matting|alpha|portrait|person|saliency|activation/i;
/** Finders of text: PaddleOCR's and others' of the same kind. */
const textNames = /ocr.*det|det.*ocr|dbnet|text.?det/i;
const lossNames = /edge|depth|heat|prob|text|p2o|sigmoid/i;

interface MapOutput {
  readonly layout: "NHWC" | "NCHW";
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/** Outputs that lie over the picture: classes of pixels, masks, other pictures. */
export function recogniseMap(facts: Facts): Recognised | null {
  const { picture, outputs } = facts;
  const [output] = outputs;
  if (!picture || !output) return null;
  const reasons = [{ about: "decoder", code: "shape", detail: shapeText(output) }] as const;
  const argmax = argmaxOf(facts, output, picture);
  if (argmax && outputs.length === 1) {
    const classes = facts.labels.length || 21;
    const parameters = { output: output.name, classes, layout: "NHWC", argmax: true } as const;
    return { decoder: { id: "semantic", parameters }, confidence: 0.7, reasons };
  }
  if (outputs.length > 1) return oneOfSeveral(facts, picture);
  const map = mapOf(output, picture);
  if (!map) return null;
  const { layout, channels } = map;
  const scale = map.width / picture.width;
  if (channels === 3 || (channels === 1 && picture.channelCount === 1)) {
    const range = rangeOf(facts);
    const parameters = { output: output.name, layout, channels, range, scale } as const;
    return { decoder: { id: "image", parameters }, confidence: 0.8, reasons };
  }
  if (channels === 1 || (channels === 2 && facts.labels.length !== 2)) {
    const words = `${facts.report.title} ${output.name} ${facts.report.producer}`;
    if (channels === 1 && textNames.test(words) && facts.has("Sigmoid", "LOGISTIC")) {
      const name = [{ about: "decoder", code: "name", detail: facts.report.title }] as const;
      const parameters = { output: output.name };
      return { decoder: { id: "text-map", parameters }, confidence: 0.85, reasons: name };
    }
    if (!maskNames.test(words) && (lossNames.test(words) || channels === 2)) {
      // A map of something else: shown as it is.
      return null;
    }
    const scores = facts.has("Sigmoid", "LOGISTIC", "Softmax", "SOFTMAX")
      ? "probabilities"
      : "logits";
    const parameters = { output: output.name, layout, channel: channels - 1, scores } as const;
    const confidence = maskNames.test(words) ? 0.85 : 0.5;
    return { decoder: { id: "person-mask", parameters }, confidence, reasons };
  }
  if (channels > mostClasses) return null;
  const parameters = { output: output.name, classes: channels, layout, argmax: false };
  return { decoder: { id: "semantic", parameters }, confidence: 0.8, reasons };
}

/**
 * Of several outputs over the picture the one that is meant: the classes of pixels; the first of several
 * masks (U²-Net's, Qin et al., arXiv 2005.09007, of which the others are steps); a mask beside a picture; a
 * picture by its name.
 */
function oneOfSeveral(facts: Facts, picture: PictureInput): Recognised | null {
  const maps = facts.outputs.flatMap((output) => {
    const map = mapOf(output, picture);
    return map ? [{ output, map }] : [];
  });
  const classes = maps.find(({ map }) => map.channels > 3 && map.channels <= mostClasses);
  const single = maps.filter(({ map }) => map.channels === 1);
  const onlyMasks = single.length === facts.outputs.length && single.length >= 3;
  const mask = single.find(
    ({ output }) => onlyMasks || /pha|alpha|matt|mask|fg$/i.test(output.name),
  );
  const shown = maps.find(
    ({ output, map }) =>
      map.channels === 3 && /enhanc|result|restor|output|fake/i.test(output.name),
  );
  const chosen = classes ?? mask ?? shown;
  if (!chosen) return null;
  const { output, map } = chosen;
  const { layout, channels } = map;
  const reasons = [{ about: "decoder", code: "shape", detail: shapeText(output) }] as const;
  if (chosen === classes) {
    const parameters = { output: output.name, classes: channels, layout, argmax: false };
    return { decoder: { id: "semantic", parameters }, confidence: 0.7, reasons };
  }
  if (chosen === mask) {
    const scores = facts.has("Sigmoid", "LOGISTIC", "Clip", "HardSigmoid")
      ? "probabilities"
      : "logits";
    const parameters = { output: output.name, layout, channel: 0, scores } as const;
    return { decoder: { id: "person-mask", parameters }, confidence: 0.6, reasons };
  }
  const scale = map.width / picture.width;
  const parameters = {
    output: output.name,
    layout,
    channels: 3,
    range: rangeOf(facts),
    scale,
  } as const;
  return { decoder: { id: "image", parameters }, confidence: 0.6, reasons };
}

/** Numbers of classes, one for each pixel: `[1, H, W]`, or whole numbers with one channel. */
function argmaxOf(
  { has, labels }: Facts,
  { shape, dtype }: PortReport,
  picture: PictureInput,
): boolean {
  if (shape === null) return false;
  const whole = /^u?int(8|16|32|64)$/.test(dtype);
  const sides = shape.length === 3 ? shape.slice(1) : shape.filter((size) => size !== 1);
  const [height = 0, width = 0] = sides.map((size) => size ?? 0);
  // Fractions without a channel may as well be depths.
  const numbered = whole || labels.length > 0 || has("ArgMax", "ARG_MAX", "ArgMin");
  const flat =
    (shape.length === 3 && numbered) || (shape.length === 4 && whole && sides.length === 2);
  if (!flat || Math.min(height, width) < 8) return false;
  // The proportions of the picture, in whole steps.
  return (
    Math.abs(width / height - picture.width / picture.height) < 0.1 && (whole || shape.length === 3)
  );
}

function mapOf({ shape }: PortReport, picture: PictureInput): MapOutput | null {
  if (shape?.length !== 4) return null;
  const open = shape.slice(1).filter((size) => size === null).length;
  const candidates: MapOutput[] = (["NCHW", "NHWC"] as const).map((layout) => {
    const at = (axis: number): number | null => shape[axis] ?? null;
    const [channels, height, width] =
      layout === "NCHW" ? [at(1), at(2), at(3)] : [at(3), at(1), at(2)];
    return {
      layout,
      channels: channels ?? 0,
      height: height ?? picture.height,
      width: width ?? picture.width,
    };
  });
  const alike = candidates.filter(({ channels, width, height }) => {
    if (channels < 1 || Math.min(width, height) < 8) return false;
    return Math.abs(width / height - picture.width / picture.height) < 0.1;
  });
  const [first, second] = alike;
  if (!first || open > 2) return null;
  // Where both fit, channels are fewer than rows, and the input's layout decides between equals.
  if (!second) return first;
  const stated = pictureAxes(shape)?.layout ?? picture.layout;
  return first.layout === stated ? first : second;
}

/** Networks mostly give pictures back in the range in which they take them. */
function rangeOf({ has, count }: Facts): "0…1" | "-1…1" | "0…255" {
  // Fast neural style (Johnson et al.): instance normalisation, and bytes in and out.
  if (count("InstanceNormalization") > 4) return "0…255";
  return has("Tanh", "TANH") && !has("Sigmoid", "LOGISTIC") ? "-1…1" : "0…1";
}
