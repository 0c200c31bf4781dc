/** What each decoder must know; outputs by their names in the graph. */
export interface DecoderParameters {
  /** `background`: class 0 is "none of them". */
  classify: {
    readonly output: string;
    readonly classes: number;
    readonly scores: "probabilities" | "logits";
    readonly background: boolean;
  };
  /** Anchors are not in the file: `[1, N, 4]` offsets and `[1, N, classes]` scores. */
  "ssd-anchors": {
    readonly boxes: string;
    readonly scores: string;
    readonly anchors: number;
    readonly classes: number;
    readonly background: boolean;
  };
  /** TFLite_Detection_PostProcess and the like: boxes `[1, N, 4]` y1, x1, y2, x2 from 0 to 1. */
  "ssd-postprocessed": {
    readonly boxes: string;
    readonly classIds: string;
    readonly scores: string;
    readonly count: string | null;
    /** The number that the graph gives label 0. */
    readonly firstClass: 0 | 1;
  };
  /** `[1, N, 5 + classes]`. `decoded`: the grid is already added. */
  yolox: {
    readonly output: string;
    readonly classes: number;
    readonly strides: readonly number[];
    readonly decoded: boolean;
  };
  /**
   * `[1, 4 + classes + extra, N]`, or `[1, N, …]` where `transposed`; `objectness`: one more after the box
   * (YOLOv5). `normalised`: boxes 0 … 1 rather than in pixels; `null` where only a run can tell.
   */
  yolov8: {
    readonly output: string;
    readonly classes: number;
    readonly transposed: boolean;
    readonly normalised: boolean | null;
    readonly objectness: boolean;
    /** `[1, N, 6]`: x1, y1, x2, y2, score, class, already suppressed (YOLOv10, `nms=True`). */
    readonly endToEnd: boolean;
    /** Key points (x, y, score each) after the classes. */
    readonly keyPoints: number;
    /** Mask coefficients after the classes, and the output with the prototypes. */
    readonly masks: { readonly coefficients: number; readonly prototypes: string } | null;
    /** An angle after the classes. */
    readonly oriented: boolean;
  };
  /** `argmax`: class numbers `[1, H, W]`; else a score per class. */
  semantic: {
    readonly output: string;
    readonly classes: number;
    readonly layout: "NHWC" | "NCHW";
    readonly argmax: boolean;
  };
  /** One channel 0 … 1, or the channel of the person. */
  "person-mask": {
    readonly output: string;
    readonly layout: "NHWC" | "NCHW";
    readonly channel: number;
    readonly scores: "probabilities" | "logits";
  };
  ultraface: { readonly boxes: string; readonly scores: string };
  yunet: {
    readonly levels: readonly {
      readonly stride: number;
      readonly cls: string;
      readonly obj: string;
      readonly bbox: string;
      readonly kps: string;
    }[];
  };
  /** Pairs of scores and boxes, in the order of the anchors. */
  blazeface: {
    readonly levels: readonly {
      readonly scores: string;
      readonly boxes: string;
      readonly anchors: number;
    }[];
    /** Input side in pixels: 128 short range, 256 back camera. */
    readonly side: number;
  };
  movenet: { readonly output: string; readonly people: number };
  /** A picture; `range` as far as the input's normalisation tells. */
  image: {
    readonly output: string;
    readonly layout: "NHWC" | "NCHW";
    readonly channels: 1 | 3;
    readonly range: "0…1" | "-1…1" | "0…255";
    /** Output side over input side. */
    readonly scale: number;
  };
  raw: { readonly outputs: readonly string[] };
}

/** Which decoder reads the outputs. */
export type DecoderId = keyof DecoderParameters;

/** A decoder with what it must know. */
export type CardDecoder = {
  [Id in DecoderId]: { readonly id: Id; readonly parameters: DecoderParameters[Id] };
}[DecoderId];

/** Whether a value is what a parameter must be. */
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isPositive: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;
const isScale: Check = (value) => Number.isFinite(value) && Number(value) > 0;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const among =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= 64 && value.every(check);
const fieldsOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isFields(value) && firstWrong(checks, value) === undefined;

type Checks = {
  readonly [Id in DecoderId]: { readonly [Name in keyof DecoderParameters[Id]]-?: Check };
};

/**
 * What each parameter of each decoder must be: a card may come from anyone. Made when it is asked for, so
 * that bundles which read no such card leave it out.
 */
function makeChecks(): Checks {
  const layout = among("NHWC", "NCHW");
  const scores = among("probabilities", "logits");
  return {
    classify: { output: isText, classes: isPositive, scores, background: isFlag },
    "ssd-anchors": {
      boxes: isText,
      scores: isText,
      anchors: isPositive,
      classes: isPositive,
      background: isFlag,
    },
    "ssd-postprocessed": {
      boxes: isText,
      classIds: isText,
      scores: isText,
      count: orNull(isText),
      firstClass: among(0, 1),
    },
    yolox: { output: isText, classes: isPositive, strides: listOf(isPositive), decoded: isFlag },
    yolov8: {
      output: isText,
      classes: isCount,
      transposed: isFlag,
      normalised: orNull(isFlag),
      objectness: isFlag,
      endToEnd: isFlag,
      keyPoints: isCount,
      masks: orNull(fieldsOf({ coefficients: isPositive, prototypes: isText })),
      oriented: isFlag,
    },
    semantic: { output: isText, classes: isPositive, layout, argmax: isFlag },
    "person-mask": { output: isText, layout, channel: isCount, scores },
    ultraface: { boxes: isText, scores: isText },
    yunet: {
      levels: listOf(
        fieldsOf({ stride: isPositive, cls: isText, obj: isText, bbox: isText, kps: isText }),
      ),
    },
    blazeface: {
      levels: listOf(fieldsOf({ scores: isText, boxes: isText, anchors: isPositive })),
      side: isPositive,
    },
    movenet: { output: isText, people: isPositive },
    image: {
      output: isText,
      layout,
      channels: among(1, 3),
      range: among("0…1", "-1…1", "0…255"),
      scale: isScale,
    },
    raw: { outputs: listOf(isText) },
  };
}

/** Every decoder that a card may name. */
export const decoderIds = [
  "classify",
  "ssd-anchors",
  "ssd-postprocessed",
  "yolox",
  "yolov8",
  "semantic",
  "person-mask",
  "ultraface",
  "yunet",
  "blazeface",
  "movenet",
  "image",
  "raw",
] as const satisfies readonly DecoderId[];

/**
 * Reads untrusted JSON as a card's decoder.
 * @returns the decoder, or the path of the first field that is wrong
 */
export function parseDecoder(
  json: unknown,
): { readonly decoder: CardDecoder } | { readonly wrong: string } {
  if (!isFields(json)) return { wrong: "decoder" };
  const id = decoderIds.find((known) => known === json.id);
  if (id === undefined) return { wrong: "decoder.id" };
  if (!isFields(json.parameters)) return { wrong: "decoder.parameters" };
  const checks = makeChecks();
  const wrong = firstWrong(checks[id], json.parameters);
  if (wrong !== undefined) return { wrong: `decoder.parameters.${wrong}` };
  // Only what was checked goes on.
  const entries = Object.keys(checks[id]).map((name) => [
    name,
    (json.parameters as Readonly<Record<string, unknown>>)[name],
  ]);
  return { decoder: { id, parameters: Object.fromEntries(entries) } as CardDecoder };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstWrong(
  wanted: Readonly<Record<string, Check>>,
  given: Readonly<Record<string, unknown>>,
): string | undefined {
  return Object.keys(wanted).find((name) => !(wanted[name]?.(given[name]) ?? false));
}
