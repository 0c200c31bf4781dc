import type { PortReport } from "../report.ts";
import { cellsOf, type Facts, type PictureInput, type Recognised, shapeText } from "./facts.ts";

type Decoder = Recognised["decoder"];

/** The grids of the family: as most have them, with a coarser one for large inputs, two of tiny networks. */
const strideSets = [
  [8, 16, 32],
  [8, 16, 32, 64],
  [16, 32],
] as const;
/** Mask coefficients of YOLO's segmentation heads. */
const coefficients = 32;
/** The points of a body. */
const personPoints = 17;
/** So many boxes are left where a graph has sorted them out itself. */
const sortedRows: ReadonlySet<number> = new Set([20, 25, 50, 100, 200, 300, 500, 1000]);
/** No sorted box has more numbers. */
const mostColumns = 6 + 256;
/** Anchors in each cell of YOLOv5 and v7. */
const anchorsPerCell = 3;

/** Heads of the YOLO family whose grid is added already, and YOLOX: one row or column for each box. */
export function recogniseYolo(facts: Facts): Recognised | null {
  const { picture } = facts;
  if (!picture) return null;
  for (const output of facts.outputs) {
    const [, rows = null, columns = null] = output.shape?.length === 3 ? output.shape : [];
    const found =
      rows === null || columns === null
        ? open(facts, output, rows, columns)
        : (sorted(facts, output, rows, columns) ?? spread(facts, picture, output, rows, columns));
    if (!found) continue;
    const reasons = [{ about: "decoder", code: "shape", detail: shapeText(output) }] as const;
    return { ...found, reasons };
  }
  return null;
}

type Found = Pick<Recognised, "decoder" | "confidence">;

/** Box, score and class, and what follows: YOLOv10, YOLO26, and exports with their suppression. */
function sorted(facts: Facts, output: PortReport, rows: number, columns: number): Found | null {
  const kind = facts.metadata("task");
  if (!sortedRows.has(rows) || columns > mostColumns) return null;
  const common = {
    ...commonOf(facts, output),
    classes: facts.labels.length || 80,
    transposed: true,
    endToEnd: true,
  };
  if (columns === 6) return { decoder: boxes(common), confidence: 0.7 };
  const extra = columns - 6;
  const masks = prototypesOf(facts, output, extra);
  if (masks)
    return { decoder: { id: "yolo-masks", parameters: { ...common, ...masks } }, confidence: 0.9 };
  const numbers = extra / personPoints;
  if ((numbers === 2 || numbers === 3) && (kind === undefined || kind === "pose")) {
    const parameters = { ...common, classes: facts.labels.length || 1, numbers } as const;
    return { decoder: { id: "yolo-pose", parameters }, confidence: 0.9 };
  }
  if (extra === 1 && (kind === undefined || kind === "obb")) {
    const classes = facts.labels.length || 15;
    const parameters = { ...common, classes };
    return { decoder: { id: "yolo-turned", parameters }, confidence: kind ? 0.95 : 0.6 };
  }
  // RT-DETR as Ultralytics writes it: a set of boxes with a score of each class.
  const classes = columns - 4;
  if (rows === 300 && (classes === 80 || classes === facts.labels.length)) {
    const parameters = { output: output.name, normalised: true, classes, transposed: true };
    return { decoder: boxes({ ...parameters, endToEnd: false }), confidence: 0.85 };
  }
  // Points of something else than a body: its boxes are shown.
  return kind === "pose" ? { decoder: boxes(common), confidence: 0.7 } : null;
}

/** A box for each cell of the grids, or three. */
function spread(
  facts: Facts,
  picture: PictureInput,
  output: PortReport,
  rows: number,
  columns: number,
): Found | null {
  for (const strides of strideSets) {
    const cells = cellsOf(picture, strides);
    if (rows === anchorsPerCell * cells && columns > 5) {
      const common = { ...commonOf(facts, output), classes: columns - 5, transposed: true };
      return { decoder: boxes({ ...common, endToEnd: false, objectness: true }), confidence: 0.9 };
    }
    if (rows === cells && columns > 5 && isYolox(facts, columns)) {
      // YOLOv6, which has the same shape, adds its grid without an exponential: only a run tells.
      const decoded = facts.has("Exp", "EXP") ? true : null;
      const parameters = { output: output.name, classes: columns - 5, strides, decoded };
      return { decoder: { id: "yolox", parameters }, confidence: 0.85 };
    }
    const transposed = rows === cells;
    const values = transposed ? columns : rows;
    if ((transposed || columns === cells) && values > 4 && values < 2048) {
      return { decoder: headOf(facts, output, values, transposed), confidence: 0.9 };
    }
  }
  return null;
}

/** As many boxes as the size makes, which is open: the numbers of each box are all that is known. */
function open(
  facts: Facts,
  output: PortReport,
  rows: number | null,
  columns: number | null,
): Found | null {
  const values = rows ?? columns;
  const transposed = rows === null;
  const { labels, metadata, report } = facts;
  // Without a word of the writer only the numbers of COCO's classes are telling enough.
  const isStated = metadata("stride") !== undefined || metadata("task") !== undefined;
  const counts = [80, labels.length].flatMap((count) => (count > 0 ? [count + 4, count + 5] : []));
  if (values === null || (!isStated && !counts.includes(values))) return null;
  const withObjectness = values - 5 === (labels.length || 80) && metadata("task") !== "obb";
  if (!transposed || !withObjectness) {
    return { decoder: headOf(facts, output, values, transposed), confidence: 0.8 };
  }
  if (/yolox/i.test(report.title)) {
    const parameters = {
      output: output.name,
      classes: values - 5,
      strides: strideSets[0],
      decoded: facts.has("Exp", "EXP") ? true : null,
    };
    return { decoder: { id: "yolox", parameters }, confidence: 0.8 };
  }
  const common = { ...commonOf(facts, output), classes: values - 5, transposed };
  return { decoder: boxes({ ...common, endToEnd: false, objectness: true }), confidence: 0.7 };
}

/** `[1, N, K]` may be YOLOX (5 + classes) or a transposed head of the newer kind (4 + classes). */
function isYolox({ labels, metadata }: Facts, values: number): boolean {
  if (labels.length > 0) return labels.length === values - 5;
  if (metadata("stride") !== undefined || metadata("task") !== undefined) return false;
  return values !== 84 && values !== 56;
}

function commonOf(
  facts: Facts,
  { name }: PortReport,
): { readonly output: string; readonly normalised: boolean | null } {
  const ultralytics = /ultralytics/i.test(
    facts.metadata("author") ?? facts.metadata("description") ?? "",
  );
  // Its exports to TFLite and TF.js give boxes as parts of the input, those to ONNX in pixels.
  return { output: name, normalised: ultralytics ? facts.report.format !== "onnx" : null };
}

type Boxes = Extract<Decoder, { id: "yolov8" }>["parameters"];

function boxes(
  head: Pick<Boxes, "output" | "normalised" | "classes" | "transposed" | "endToEnd"> &
    Partial<Boxes>,
): Decoder {
  const rest = { objectness: false, keyPoints: 0, masks: null, oriented: false };
  return { id: "yolov8", parameters: { ...rest, ...head } };
}

/** What follows the four numbers of the box: classes, and masks, points or an angle after them. */
function headOf(facts: Facts, output: PortReport, values: number, transposed: boolean): Decoder {
  const kind = facts.metadata("task");
  const common = { ...commonOf(facts, output), transposed, endToEnd: false };
  const masks = prototypesOf(facts, output, coefficients);
  if (masks && values > 4 + coefficients && kind !== "detect") {
    const classes = values - 4 - coefficients;
    return { id: "yolo-masks", parameters: { ...common, ...masks, classes } };
  }
  const stated = facts.labels.length;
  if (kind === "pose" || (kind === undefined && values === 5 + 3 * personPoints)) {
    const [points = personPoints, numbers = 3] =
      facts.metadata("kpt_shape")?.match(/\d+/g)?.map(Number) ?? [];
    const classes = stated > 0 ? stated : Math.max(1, values - 4 - points * numbers);
    const isBody = points === personPoints && values === 4 + classes + points * numbers;
    if (isBody && (numbers === 2 || numbers === 3)) {
      return { id: "yolo-pose", parameters: { ...common, classes, numbers } };
    }
    // Points of something else than a body: its boxes are shown.
    return boxes({ ...common, classes, keyPoints: Math.floor((values - 4 - classes) / 3) });
  }
  if (kind === "obb" || (kind === undefined && stated > 0 && values === 5 + stated)) {
    return { id: "yolo-turned", parameters: { ...common, classes: values - 5 } };
  }
  return boxes({ ...common, classes: values - 4 });
}

/** Another output with a map for each coefficient. */
function prototypesOf(
  facts: Facts,
  output: PortReport,
  wanted: number,
): {
  readonly coefficients: number;
  readonly prototypes: string;
  readonly layout: "NHWC" | "NCHW";
} | null {
  if (wanted < 8) return null;
  for (const { name, shape } of facts.outputs) {
    if (name === output.name || shape?.length !== 4) continue;
    if (shape[1] === wanted) return { coefficients: wanted, prototypes: name, layout: "NCHW" };
    if (shape[3] === wanted) return { coefficients: wanted, prototypes: name, layout: "NHWC" };
  }
  return null;
}
