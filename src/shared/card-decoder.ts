import type { DecoderParameters } from "./decoder-parameters.ts";

export type { DecoderParameters } from "./decoder-parameters.ts";

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
  const yolo = {
    output: isText,
    classes: isPositive,
    transposed: isFlag,
    normalised: orNull(isFlag),
    endToEnd: isFlag,
  };
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
    yolox: {
      output: isText,
      classes: isPositive,
      strides: listOf(isPositive),
      decoded: orNull(isFlag),
    },
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
    "yolo-masks": { ...yolo, coefficients: isPositive, prototypes: isText, layout },
    "yolo-pose": { ...yolo, numbers: among(2, 3) },
    "yolo-turned": yolo,
    "yolo-grids": {
      levels: listOf(
        fieldsOf({ output: isText, stride: isPositive, anchors: listOf(isScale), spread: isScale }),
      ),
      classes: isPositive,
      order: among("ACHW", "AHWC", "HWAC"),
      sizes: among("exp", "square"),
      activated: orNull(isFlag),
      classScores: among("sigmoid", "softmax"),
    },
    "box-rows": {
      output: isText,
      values: isPositive,
      box: isCount,
      score: isCount,
      classId: isCount,
      normalised: orNull(isFlag),
    },
    "sorted-boxes": {
      boxes: isText,
      scores: orNull(isText),
      labels: isText,
      normalised: orNull(isFlag),
      firstClass: among(0, 1),
    },
    "box-list": {
      boxes: isText,
      scores: isText,
      classes: isPositive,
      corners: among("xyxy", "yxyx", "cxcywh"),
      normalised: orNull(isFlag),
      transposed: isFlag,
      background: isFlag,
    },
    detr: {
      boxes: isText,
      logits: isText,
      classes: isPositive,
      activation: among("softmax", "sigmoid"),
    },
    nanodet: {
      levels: listOf(fieldsOf({ scores: isText, distances: isText, stride: isPositive })),
      classes: isPositive,
      bins: isPositive,
      planes: isFlag,
      distancesFirst: isFlag,
      offset: among(0, 0.5),
    },
    fastestdet: { output: isText, classes: isPositive },
    centernet: {
      heat: isText,
      size: isText,
      offset: orNull(isText),
      classes: isPositive,
      layout,
      scores,
    },
    "text-map": { output: isText },
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
    "heat-maps": { output: isText, offsets: orNull(isText), layout, scores },
    simcc: { x: isText, y: isText },
    embedding: { output: isText, size: isPositive },
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
  "yolo-masks",
  "yolo-pose",
  "yolo-turned",
  "yolo-grids",
  "box-rows",
  "sorted-boxes",
  "box-list",
  "detr",
  "nanodet",
  "fastestdet",
  "centernet",
  "text-map",
  "semantic",
  "person-mask",
  "ultraface",
  "yunet",
  "blazeface",
  "movenet",
  "heat-maps",
  "simcc",
  "embedding",
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
