import type { PortReport } from "../report.ts";
import { type Facts, type Recognised, shapeText } from "./facts.ts";

/** The anchors of the Object Detection API's networks for 300 and 320 pixels, which files leave out. */
const bareAnchors: ReadonlySet<number> = new Set([1917, 2034]);

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
  const [first, second, third, fourth] = inOrder(outputs);
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

/** Boxes, classes, scores, count: the operator's own order; TensorFlow 2 writes scores, boxes, count, classes. */
function inOrder(outputs: readonly PortReport[]): readonly PortReport[] {
  const [scores, boxes, count, classes] = outputs;
  const isOther = scores?.shape?.length === 2 && boxes?.shape?.length === 3;
  return isOther && count && classes ? [boxes, classes, scores, count] : outputs;
}

function recogniseAnchors(facts: Facts): Recognised | null {
  const rowsOf = ({ shape }: PortReport): number => (shape?.length === 3 ? (shape[1] ?? 0) : 0);
  for (const boxes of facts.outputs) {
    const anchors = rowsOf(boxes);
    if (!bareAnchors.has(anchors) || boxes.shape?.[2] !== 4) continue;
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
