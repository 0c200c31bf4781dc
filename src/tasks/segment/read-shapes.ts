import { type Affine, type CpuTensor, type DecoderParameters, mapPoint, type Size } from "#shared";
import { cellsOverFrame } from "../decoders/cells-over-frame.ts";
import { misfit } from "../decoders/output-named.ts";
import { decodeYoloMasks } from "../decoders/yolo-masks.ts";
import { personAmong } from "./person-among.ts";
import type { ClassRegions, Instance } from "./task.ts";

/** Things are told from this score on. */
const leastScore = 0.4;
/** The number of cells that no thing has. */
const nothing = 255;

/** Things with shapes, over the whole frame. */
export interface ReadShapes extends Size {
  /** How surely each cell is a person (of a model that knows none, anything), row by row, 0 … 1. */
  readonly values: Float32Array;
  readonly classes: ClassRegions;
  /** Best first. */
  readonly instances: readonly Instance[];
}

/**
 * Reads a network that answers with things and their shapes: each by itself, the class of each cell, and
 * the mask of people.
 * @param toSource model-input pixels → source-frame pixels
 * @throws AppError `bad-card` where the answer is not what the parameters say
 */
export function readShapes(
  parameters: DecoderParameters["yolo-masks"],
  input: Size,
  labels: readonly string[],
  outputs: readonly CpuTensor[],
  toSource: Affine,
  frame: Size,
): ReadShapes {
  if (parameters.classes > nothing) {
    misfit(parameters.output, `of ${parameters.classes} classes only ${nothing} can be shown`);
  }
  const shapes = decodeYoloMasks(outputs, parameters, input, leastScore);
  const { width, height, found } = shapes;
  const cells = cellsOverFrame(shapes, input, toSource, frame);
  const person = personAmong(labels);
  const classIds = new Uint8Array(width * height).fill(nothing);
  const values = new Float32Array(width * height);
  const owned = new Uint32Array(found.length);
  const counts = new Uint32Array(nothing);
  for (const cell of classIds.keys()) {
    const from = cells ? (cells[cell] ?? -1) : cell;
    const thing = (shapes.things[from] ?? 0) - 1;
    const classId = found[thing]?.classId;
    if (classId === undefined) continue;
    const sure = shapes.sure[from] ?? 0;
    // Below a half, too: the edges of cut-outs are soft.
    if (person < 0 || classId === person) values[cell] = sure;
    if (sure <= 0.5) continue;
    classIds[cell] = classId;
    owned[thing] = (owned[thing] ?? 0) + 1;
    counts[classId] = (counts[classId] ?? 0) + 1;
  }
  const labelOf = (classId: number): string => labels[classId] ?? `class ${classId}`;
  const share = (count: number): number => count / classIds.length;
  const regions = [...counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([classId, count]) => ({ classId, label: labelOf(classId), share: share(count) }))
    .sort((a, b) => b.share - a.share || a.classId - b.classId);
  const instances = found.map(({ classId, score, box: [x, y, wide, high] }, index): Instance => {
    const [left, top] = mapPoint(toSource, x, y);
    const [right, bottom] = mapPoint(toSource, x + wide, y + high);
    const box = [left, top, right - left, bottom - top] as const;
    return { classId, label: labelOf(classId), score, box, share: share(owned[index] ?? 0) };
  });
  const classes = { width, height, classIds: classIds.buffer, found: regions };
  return { width, height, values, classes, instances };
}
