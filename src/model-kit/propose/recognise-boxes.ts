import type { PortReport } from "../report.ts";
import { cellsOf, type Facts, type Recognised, shapeText } from "./facts.ts";

const strides = [8, 16, 32] as const;
/** Mask coefficients of YOLO's segmentation heads. */
const coefficients = 32;
/** x, y and score of 17 points. */
const personPoints = 17;

/** YOLO heads of Ultralytics and others, and YOLOX: one row or column of numbers for each cell. */
export function recogniseYolo(facts: Facts): Recognised | null {
  const { picture } = facts;
  if (!picture) return null;
  const cells = cellsOf(picture, strides);
  for (const output of facts.outputs) {
    const [, rows = null, columns = null] = output.shape?.length === 3 ? output.shape : [];
    if (rows === null || columns === null) continue;
    const reasons = [{ about: "decoder", code: "shape", detail: shapeText(output) }] as const;
    if (columns === 6 && [50, 100, 200, 300, 1000].includes(rows)) {
      const decoder = yolo(facts, output, {
        classes: facts.labels.length || 80,
        transposed: true,
        endToEnd: true,
      });
      return { decoder, confidence: 0.7, reasons };
    }
    if (rows === 3 * cells && columns > 5) {
      const decoder = yolo(facts, output, {
        classes: columns - 5,
        transposed: true,
        objectness: true,
      });
      return { decoder, confidence: 0.9, reasons };
    }
    if (rows === cells && columns > 5 && isYolox(facts, columns)) {
      const parameters = {
        output: output.name,
        classes: columns - 5,
        strides,
        decoded: facts.has("Exp", "EXP"),
      };
      return { decoder: { id: "yolox", parameters }, confidence: 0.85, reasons };
    }
    const transposed = rows === cells;
    const values = transposed ? columns : rows;
    if ((transposed || columns === cells) && values > 4 && values < 2048) {
      const decoder = yolo(facts, output, { ...headOf(facts, output, values), transposed });
      return { decoder, confidence: 0.9, reasons };
    }
  }
  return null;
}

/** `[1, N, K]` may be YOLOX (5 + classes) or a transposed head of the newer kind (4 + classes). */
function isYolox({ labels, metadata }: Facts, values: number): boolean {
  if (labels.length > 0) return labels.length === values - 5;
  if (metadata("stride") !== undefined || metadata("task") !== undefined) return false;
  return values !== 84 && values !== 56;
}

type Head = Partial<Extract<Recognised["decoder"], { id: "yolov8" }>["parameters"]>;

function yolo(facts: Facts, output: PortReport, head: Head): Recognised["decoder"] {
  const ultralytics = /ultralytics/i.test(
    facts.metadata("author") ?? facts.metadata("description") ?? "",
  );
  // Its exports to TFLite and TF.js give boxes as parts of the input, those to ONNX in pixels.
  const known = ultralytics ? facts.report.format !== "onnx" : null;
  return {
    id: "yolov8",
    parameters: {
      output: output.name,
      classes: 80,
      transposed: false,
      normalised: known,
      objectness: false,
      endToEnd: false,
      keyPoints: 0,
      masks: null,
      oriented: false,
      ...head,
    },
  };
}

/** What follows the four numbers of the box: classes, and masks, points or an angle after them. */
function headOf(facts: Facts, output: PortReport, values: number): Head {
  const kind = facts.metadata("task");
  const prototypes = facts.outputs.find(
    (other) => other !== output && other.shape?.length === 4 && other.shape.includes(coefficients),
  );
  if (prototypes && values > 4 + coefficients && kind !== "detect") {
    const masks = { coefficients, prototypes: prototypes.name };
    return { classes: values - 4 - coefficients, masks };
  }
  const stated = facts.labels.length;
  const isPose = kind === "pose" || (kind === undefined && values === 5 + 3 * personPoints);
  if (isPose) {
    const classes = stated > 0 && (values - 4 - stated) % 3 === 0 ? stated : 1;
    return { classes, keyPoints: Math.floor((values - 4 - classes) / 3) };
  }
  const oriented = kind === "obb" || (kind === undefined && stated > 0 && values === 5 + stated);
  return { classes: values - 4 - (oriented ? 1 : 0), oriented };
}

/** Single-shot detectors: with the operator that suppresses doubles, or with bare anchors. */
export function recogniseSsd(facts: Facts): Recognised | null {
  const { outputs } = facts;
  const named = (pattern: RegExp): PortReport | undefined =>
    outputs.find(({ name }) => pattern.test(name));
  const boxes = named(/detection_boxes/i);
  const classIds = named(/detection_classes/i);
  const scores = named(/detection_scores/i);
  if (boxes && classIds && scores) {
    const count = named(/num_detections/i)?.name ?? null;
    const parameters = {
      boxes: boxes.name,
      classIds: classIds.name,
      scores: scores.name,
      count,
      firstClass: 1,
    } as const;
    const reasons = [{ about: "decoder", code: "name", detail: boxes.name }] as const;
    return { decoder: { id: "ssd-postprocessed", parameters }, confidence: 0.95, reasons };
  }
  const [first, second, third, fourth] = outputs;
  if (facts.has("TFLite_Detection_PostProcess") && first && second && third) {
    const parameters = {
      boxes: first.name,
      classIds: second.name,
      scores: third.name,
      count: fourth?.name ?? null,
      firstClass: 0,
    } as const;
    const detail = "TFLite_Detection_PostProcess";
    const reasons = [{ about: "decoder", code: "operators", detail }] as const;
    return { decoder: { id: "ssd-postprocessed", parameters }, confidence: 0.95, reasons };
  }
  return recogniseAnchors(facts);
}

function recogniseAnchors(facts: Facts): Recognised | null {
  const rowsOf = ({ shape }: PortReport): number => (shape?.length === 3 ? (shape[1] ?? 0) : 0);
  for (const boxes of facts.outputs) {
    const anchors = rowsOf(boxes);
    if (anchors < 800 || boxes.shape?.[2] !== 4) continue;
    const scores = facts.outputs.find((other) => other !== boxes && rowsOf(other) === anchors);
    const classes = scores?.shape?.[2] ?? 0;
    if (!scores || classes < 2) continue;
    const background = [91, 21, 81].includes(classes) || facts.labels.length === classes - 1;
    const parameters = { boxes: boxes.name, scores: scores.name, anchors, classes, background };
    const detail = `${shapeText(boxes)} ${shapeText(scores)}`;
    const reasons = [{ about: "decoder", code: "shape", detail }] as const;
    return { decoder: { id: "ssd-anchors", parameters }, confidence: 0.6, reasons };
  }
  return null;
}
