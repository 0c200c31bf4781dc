import type { DType, ExtraFill, ExtraInput } from "#shared";
import { pictureAxes } from "../assumed-size.ts";
import type { ElementType, ModelReport, PortReport } from "../report.ts";

/** Inputs beside the picture: those that can be filled, and the names of those that nothing is known of. */
export interface ExtraInputs {
  readonly filled: readonly ExtraInput[];
  readonly unknown: readonly string[];
}

/** What fills an input, by its name; the first that fits and has as many elements. */
const fills: readonly (readonly [name: RegExp, fill: ExtraFill])[] = [
  // RT-DETR and its kin say width first (https://github.com/lyuwenyu/RT-DETR), others height.
  [/orig.*size/i, "width-height"],
  [/^target_sizes?$/i, "height-width"],
  [/^(im|img|image|input)_?(shape|size|hw|dims?)/i, "height-width"],
  [/^im_?info/i, "height-width-scale"],
  [/scale_?factor|^ratio|^scales?$/i, [1]],
  [/pixel_?mask|attention_?mask/i, [1]],
  // Of graphs that suppress by themselves: scores are filtered later, as the person asks.
  [/iou/i, [0.45]],
  [/(score|conf).*thr|^threshold$|^conf(idence)?$/i, [0.05]],
  [/max.*(box|det|output|class)/i, [100]],
  [/training|learning_phase|drop(out|_?path)?(_rate)?$/i, [0]],
  [/keep_?prob/i, [1]],
];

/** The inputs beside the first one that takes a picture. */
export function extraInputsOf({ inputs }: Pick<ModelReport, "inputs">): ExtraInputs {
  const filled: ExtraInput[] = [];
  const unknown: string[] = [];
  const picture = inputs.findIndex(isPicture);
  for (const [index, port] of inputs.entries()) {
    if (index === Math.max(0, picture)) continue;
    const extra = extraOf(port);
    if (extra) filled.push(extra);
    else unknown.push(port.name);
  }
  return { filled, unknown };
}

function isPicture({ shape, dtype }: PortReport): boolean {
  if (shape?.length !== 4 && shape?.length !== 3) return false;
  const open = shape.length === 4 && shape.slice(1).every((size) => size === null);
  return dtype !== "string" && (open || pictureAxes(shape) !== null);
}

function extraOf({ name, shape, dtype: stated }: PortReport): ExtraInput | null {
  const dtype = dtypeOf(stated);
  if (shape === null || dtype === null) return null;
  const sizes = shape.map((size) => size ?? 1);
  const count = sizes.reduce((product, size) => product * size, 1);
  // A mask as large as the picture, whose size is open, cannot be known before that is chosen.
  if (shape.slice(1).includes(null)) return null;
  // Names of TensorFlow's graphs end in the number of an output.
  const plain = name.replace(/:\d+$/, "").replace(/^.*\//, "");
  const fill = fills.find(([pattern, one]) => pattern.test(plain) && holds(one, count))?.[1];
  return fill === undefined ? null : { name, shape: sizes, dtype, fill };
}

function holds(fill: ExtraFill, count: number): boolean {
  if (fill === "height-width-scale") return count === 3;
  return typeof fill === "string" ? count === 2 : count <= 2 ** 24;
}

function dtypeOf(type: ElementType): DType | null {
  if (/^(bfloat|float)/.test(type)) return "float32";
  if (type === "uint8" || type === "bool") return "uint8";
  return /^u?int(8|16|32|64)$/.test(type) ? "int32" : null;
}
