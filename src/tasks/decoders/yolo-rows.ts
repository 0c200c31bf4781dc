import type { Box, CpuTensor, Size } from "#shared";
import { misfit, outputNamed } from "./output-named.ts";

/** How a head of the YOLO family lays out its answer. */
export interface YoloHead {
  readonly output: string;
  readonly classes: number;
  /** `[1, N, values]` rather than `[1, values, N]`. */
  readonly transposed: boolean;
  /** Places are parts of the input's sides; `null` where the answer tells. */
  readonly normalised: boolean | null;
  /** One value before the classes that all of them are multiplied with. */
  readonly objectness: boolean;
  /** Box, score, class: already suppressed. */
  readonly endToEnd: boolean;
  /** Values behind the classes. */
  readonly extra: number;
  /** Whether boxes are a centre and a size; else two corners. */
  readonly centred: boolean;
}

/** A box of such a head. */
export interface YoloRow {
  readonly classId: number;
  /** 0 … 1. */
  readonly score: number;
  /** In model-input pixels. */
  readonly box: Box;
  /** The values behind the classes, as they are. */
  readonly extra: Float32Array;
  /** What places among `extra` are multiplied with to be model-input pixels. */
  readonly unit: Size;
}

/** Where value `value` of box `box` lies in the output. */
type Place = (box: number, value: number) => number;

const pixel: Size = { width: 1, height: 1 };

/**
 * Reads the boxes of a head of the YOLO family whose grid is added already: YOLOv8, v9 and v11 (Jocher et
 * al., https://docs.ultralytics.com/models/yolov8), with an objectness YOLOv5 and v7, end to end YOLOv10
 * (arXiv 2405.14458), YOLO26, and graphs exported with their suppression.
 * @param minScore boxes below it are passed over, 0 … 1
 * @throws AppError `bad-card` where the output is not what the head says
 */
export function readYoloRows(
  outputs: readonly CpuTensor[],
  head: YoloHead,
  input: Size,
  minScore: number,
): YoloRow[] {
  // A graph that sorts its boxes out may be left with none.
  const { data, name, shape } = outputNamed(outputs, head.output, head.endToEnd ? 0 : 1);
  if (head.endToEnd) return suppressedRows({ data, name, shape }, head, input, minScore);
  const { classes, transposed, objectness, extra } = head;
  const before = objectness ? 5 : 4;
  const values = before + classes + extra;
  const boxes = data.length / values;
  const lists = (shape.at(-1) ?? 0) === (transposed ? values : boxes);
  if (!Number.isInteger(boxes) || !lists || classes === 0) {
    misfit(name, `[${shape}] does not hold boxes of ${values} values`);
  }
  const place: Place = transposed
    ? (box, value) => box * values + value
    : (box, value) => value * boxes + box;
  const { best, bestClass } = bestClasses(data, boxes, before, classes, place, transposed);
  const unit = isNormalised(data, boxes, place, head) ? input : pixel;
  const rows: YoloRow[] = [];
  for (let index = 0; index < boxes; index += 1) {
    const sure = objectness ? (data[place(index, 4)] ?? 0) : 1;
    const score = sure * (best[index] ?? 0);
    if (!(score >= minScore)) continue;
    const at = (value: number): number => data[place(index, value)] ?? 0;
    rows.push({
      classId: bestClass[index] ?? 0,
      score: Math.min(1, score),
      box: boxOf(at, unit, head.centred),
      extra: Float32Array.from({ length: extra }, (_, value) => at(before + classes + value)),
      unit,
    });
  }
  return rows;
}

/** `[1, N, 6 + extra]`: box, score, class; rows that are not used are zeros. */
function suppressedRows(
  { data, name, shape }: Pick<CpuTensor, "data" | "name" | "shape">,
  head: YoloHead,
  input: Size,
  minScore: number,
): YoloRow[] {
  if (data.length === 0) return [];
  const values = shape.at(-1) ?? 0;
  if (values < 6 + head.extra || data.length % values !== 0) {
    misfit(name, `[${shape}] has no rows of ${6 + head.extra}`);
  }
  const place: Place = (box, value) => box * values + value;
  const boxes = data.length / values;
  const unit = isNormalised(data, boxes, place, head) ? input : pixel;
  const rows: YoloRow[] = [];
  for (let index = 0; index < boxes; index += 1) {
    const at = (value: number): number => data[place(index, value)] ?? 0;
    const score = at(4);
    if (!(score >= minScore)) continue;
    rows.push({
      classId: Math.max(0, Math.round(at(5))),
      score: Math.min(1, score),
      box: boxOf(at, unit, head.centred),
      extra: Float32Array.from({ length: head.extra }, (_, value) => at(6 + value)),
      unit,
    });
  }
  return rows;
}

function boxOf(at: (value: number) => number, { width, height }: Size, centred: boolean): Box {
  const [a, b, c, d] = [at(0) * width, at(1) * height, at(2) * width, at(3) * height];
  return centred ? [a - c / 2, b - d / 2, c, d] : [a, b, c - a, d - b];
}

/** The best class of each box and its score, read in the order in which the values lie. */
function bestClasses(
  data: CpuTensor["data"],
  boxes: number,
  before: number,
  classes: number,
  place: Place,
  transposed: boolean,
): { readonly best: Float32Array; readonly bestClass: Uint16Array } {
  const best = new Float32Array(boxes);
  const bestClass = new Uint16Array(boxes);
  const look = (box: number, classId: number): void => {
    const score = data[place(box, before + classId)] ?? 0;
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
 * Whether places are parts of the input's sides. Where the card leaves it open the answers tell: somewhere
 * in a grid of pixels a box lies further than two pixels from the corner, seen or not.
 */
function isNormalised(
  data: CpuTensor["data"],
  boxes: number,
  place: Place,
  { normalised, endToEnd }: Pick<YoloHead, "normalised" | "endToEnd">,
): boolean {
  if (normalised !== null) return normalised;
  let furthest = 0;
  for (let box = 0; box < boxes; box += 1) {
    furthest = Math.max(furthest, data[place(box, endToEnd ? 2 : 0)] ?? 0);
  }
  return furthest <= 2;
}
