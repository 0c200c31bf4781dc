import type { Box, CpuTensor, DecoderParameters, Size } from "#shared";
import type { BoxDecoder } from "./box-decoder.ts";
import type { FoundBox } from "./found-box.ts";
import { misfit, outputNamed } from "./output-named.ts";

type Parameters = DecoderParameters["yolov8"];

/** Where value `value` of box `box` lies in the output. */
type Place = (box: number, value: number) => number;

/**
 * Heads of the YOLO family without a grid left to add (YOLOv8 and v11: Jocher et al.,
 * https://docs.ultralytics.com/models/yolov8; YOLOv5 and v7 with an objectness before the classes;
 * YOLOv10, arXiv 2405.14458, and graphs exported with their suppression): centre, size and class scores
 * 0 … 1, box by box or value by value; what follows the classes (key points, masks) is passed over, and
 * of a turned box the upright one around it is given.
 */
export const decodeYolov8: BoxDecoder<"yolov8"> = (outputs, parameters, input, minScore) => {
  const output = outputNamed(outputs, parameters.output);
  if (parameters.endToEnd) return decodeSuppressed(output, parameters, input, minScore);
  const { classes, transposed, objectness, keyPoints, masks, oriented } = parameters;
  const head = objectness ? 5 : 4;
  const values = head + classes + 3 * keyPoints + (masks?.coefficients ?? 0) + (oriented ? 1 : 0);
  const { data, name, shape } = output;
  const boxes = data.length / values;
  const lists = (shape.at(-1) ?? 0) === (transposed ? values : boxes);
  if (!Number.isInteger(boxes) || !lists || classes === 0) {
    misfit(name, `[${shape}] does not hold boxes of ${values} values`);
  }
  const place: Place = transposed
    ? (box, value) => box * values + value
    : (box, value) => value * boxes + box;
  const { best, bestClass } = bestClasses(data, boxes, head, classes, place, transposed);
  const unit = isNormalised(data, boxes, place, parameters) ? input : { width: 1, height: 1 };
  const found: FoundBox[] = [];
  for (let index = 0; index < boxes; index += 1) {
    const sure = objectness ? (data[place(index, 4)] ?? 0) : 1;
    const score = sure * (best[index] ?? 0);
    if (!(score >= minScore)) continue;
    const at = (value: number): number => data[place(index, value)] ?? 0;
    const box = around(
      at(0) * unit.width,
      at(1) * unit.height,
      at(2) * unit.width,
      at(3) * unit.height,
      oriented ? at(values - 1) : 0,
    );
    found.push({ classId: bestClass[index] ?? 0, score: Math.min(1, score), box });
  }
  return found;
};

/** `[1, N, 6]`: two corners, score, class; rows that are not used are zeros. */
function decodeSuppressed(
  { data, name, shape }: CpuTensor,
  parameters: Parameters,
  input: Size,
  minScore: number,
): FoundBox[] {
  const values = shape.at(-1) ?? 0;
  if (values < 6 || data.length % values !== 0) misfit(name, `[${shape}] has no rows of six`);
  const place: Place = (box, value) => box * values + value;
  const boxes = data.length / values;
  const unit = isNormalised(data, boxes, place, parameters) ? input : { width: 1, height: 1 };
  const found: FoundBox[] = [];
  for (let row = 0; row < boxes; row += 1) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, score = 0, classId = 0] = data.subarray(
      row * values,
      row * values + 6,
    );
    if (!(score >= minScore)) continue;
    const left = x1 * unit.width;
    const top = y1 * unit.height;
    const box: Box = [left, top, x2 * unit.width - left, y2 * unit.height - top];
    found.push({ classId: Math.max(0, Math.round(classId)), score: Math.min(1, score), box });
  }
  return found;
}

/** The best class of each box and its score, read in the order in which the values lie. */
function bestClasses(
  data: CpuTensor["data"],
  boxes: number,
  head: number,
  classes: number,
  place: Place,
  transposed: boolean,
): { readonly best: Float32Array; readonly bestClass: Uint16Array } {
  const best = new Float32Array(boxes);
  const bestClass = new Uint16Array(boxes);
  const look = (box: number, classId: number): void => {
    const score = data[place(box, head + classId)] ?? 0;
    if (score <= (best[box] ?? 0)) return;
    best[box] = score;
    bestClass[box] = classId;
  };
  if (transposed) {
    for (let box = 0; box < boxes; box += 1) {
      for (let classId = 0; classId < classes; classId += 1) look(box, classId);
    }
  } else {
    for (let classId = 0; classId < classes; classId += 1) {
      for (let box = 0; box < boxes; box += 1) look(box, classId);
    }
  }
  return { best, bestClass };
}

/**
 * Whether boxes are parts of the input's sides. Where the card leaves it open the answers tell: somewhere
 * in a grid of pixels a box lies further than two pixels from the corner, seen or not.
 */
function isNormalised(
  data: CpuTensor["data"],
  boxes: number,
  place: Place,
  { normalised, endToEnd }: Parameters,
): boolean {
  if (normalised !== null) return normalised;
  let furthest = 0;
  for (let box = 0; box < boxes; box += 1) {
    furthest = Math.max(furthest, data[place(box, endToEnd ? 2 : 0)] ?? 0);
  }
  return furthest <= 2;
}

/** The upright box around a box turned by an angle, in radians. */
function around(x: number, y: number, width: number, height: number, angle: number): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const wide = width * cos + height * sin;
  const high = width * sin + height * cos;
  return [x - wide / 2, y - high / 2, wide, high];
}
