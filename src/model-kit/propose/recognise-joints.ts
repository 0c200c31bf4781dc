import type { PortReport } from "../report.ts";
import { type Facts, type Recognised, shapeText } from "./facts.ts";

const bodyPoints = 17;

/** The joints of one body: heat maps (HRNet, PoseNet) and rows of bins (SimCC, RTMPose). */
export function recogniseJoints(facts: Facts): Recognised | null {
  return bins(facts) ?? maps(facts);
}

/** Two outputs of 17 rows, as long as the input is wide and high, or a whole number of times as long. */
function bins({ outputs, picture }: Facts): Recognised | null {
  if (!picture || outputs.length !== 2) return null;
  const [first, second] = outputs;
  if (!first || !second || !isRows(first) || !isRows(second)) return null;
  const lengthOf = ({ shape }: PortReport): number => shape?.[2] ?? 0;
  const named = /(^|_)y\b/i.test(first.name) || /(^|_)x\b/i.test(second.name);
  const fits = (x: PortReport, y: PortReport): boolean => {
    const [alongX, alongY] = [lengthOf(x) / picture.width, lengthOf(y) / picture.height];
    return alongX === alongY && alongX >= 1 && Number.isInteger(alongX);
  };
  const order = fits(first, second) && !(named && fits(second, first));
  const [x, y] = order ? [first, second] : [second, first];
  if (!fits(x, y)) return null;
  const detail = `${shapeText(x)} ${shapeText(y)}`;
  return {
    decoder: { id: "simcc", parameters: { x: x.name, y: y.name } },
    confidence: 0.9,
    reasons: [{ about: "decoder", code: "shape", detail }],
  };
}

function isRows({ shape }: PortReport): boolean {
  return shape?.length === 3 && shape[1] === bodyPoints;
}

/** 17 maps of the picture's proportions, much smaller than it; perhaps with twice as many offsets. */
function maps(facts: Facts): Recognised | null {
  const { outputs, picture } = facts;
  if (!picture) return null;
  for (const output of outputs) {
    const found = layoutOf(output, bodyPoints);
    if (!found || found.width * 2 > picture.width) continue;
    // Both round, and their cells reach from edge to edge or not.
    const apart = Math.abs(found.width / found.height - picture.width / picture.height);
    if (apart > 0.2) continue;
    const { layout, width, height } = found;
    const offsets = outputs.find((other) => {
      const own = layoutOf(other, 2 * bodyPoints);
      return own?.layout === layout && own.width === width && own.height === height;
    });
    const scores = offsets && !facts.has("Sigmoid", "LOGISTIC") ? "logits" : "probabilities";
    const parameters = {
      output: output.name,
      offsets: offsets?.name ?? null,
      layout,
      scores,
    } as const;
    return {
      decoder: { id: "heat-maps", parameters },
      confidence: offsets ? 0.95 : 0.8,
      reasons: [{ about: "decoder", code: "shape", detail: shapeText(output) }],
    };
  }
  return null;
}

function layoutOf(
  { shape }: PortReport,
  channels: number,
): {
  readonly layout: "NHWC" | "NCHW";
  readonly width: number;
  readonly height: number;
} | null {
  if (shape?.length !== 4) return null;
  const [, first = null, second = null, third = null] = shape;
  if (first === channels && second && third && third !== channels) {
    return { layout: "NCHW", height: second, width: third };
  }
  if (third !== channels || !first || !second) return null;
  return { layout: "NHWC", height: first, width: second };
}
