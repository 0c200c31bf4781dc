import type { Instance, SegmentResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { segmentText } from "./text.ts";

/** The details of the person, or of the class, at a point, in source pixels; nothing on the background. */
export function detailAt(
  { mask, frame, classes, instances }: SegmentResult,
  x: number,
  y: number,
): ViewDetail | undefined {
  if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) return undefined;
  if (classes) {
    const at = cellAt(classes, frame, x, y);
    const classId = new Uint8Array(classes.classIds)[at];
    const thing = instances && smallestAt(instances, classId, x, y);
    if (thing) return detailOf(thing);
    const found = classes.found.find((one) => one.classId === classId);
    if (!found) return undefined;
    const value = `${Math.round(found.share * 100)}%`;
    return { title: found.label, rows: [{ name: segmentText.en.rows.share, value }] };
  }
  const sure = (new Uint8Array(mask.alpha)[cellAt(mask, frame, x, y)] ?? 0) / 255;
  if (sure < 0.5) return undefined;
  const { title, rows } = segmentText.en;
  return {
    title,
    rows: [
      { name: rows.share, value: `${Math.round(mask.coverage * 100)}%` },
      { name: rows.score, value: `${Math.round(sure * 100)}%` },
    ],
  };
}

/** Of the things of a class whose box holds a point, the smallest. */
function smallestAt(
  instances: readonly Instance[],
  classId: number | undefined,
  x: number,
  y: number,
): Instance | undefined {
  const [smallest] = instances
    .filter(({ classId: own, box: [left, top, width, height] }) => {
      return own === classId && x >= left && x <= left + width && y >= top && y <= top + height;
    })
    .sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
  return smallest;
}

function detailOf({ label, score, share }: Instance): ViewDetail {
  const { rows } = segmentText.en;
  return {
    title: label,
    rows: [
      { name: rows.share, value: `${Math.round(share * 100)}%` },
      { name: rows.score, value: `${Math.round(score * 100)}%` },
    ],
  };
}

function cellAt(
  grid: { readonly width: number; readonly height: number },
  frame: SegmentResult["frame"],
  x: number,
  y: number,
): number {
  const column = Math.floor((x / frame.width) * grid.width);
  return Math.floor((y / frame.height) * grid.height) * grid.width + column;
}

/** The point of a person nearest to the middle of all that is one, in source pixels, if anything is. */
export function detailPoints({
  mask: { width, height, alpha },
  frame,
}: SegmentResult): readonly (readonly [x: number, y: number])[] {
  const cells: (readonly [x: number, y: number])[] = [];
  for (const [cell, value] of new Uint8Array(alpha).entries()) {
    if (value >= 128) cells.push([(cell % width) + 0.5, Math.floor(cell / width) + 0.5]);
  }
  const middleX = cells.reduce((sum, [x]) => sum + x, 0) / cells.length;
  const middleY = cells.reduce((sum, [, y]) => sum + y, 0) / cells.length;
  let nearest: readonly [x: number, y: number] | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const [x, y] of cells) {
    const away = Math.hypot(x - middleX, y - middleY);
    if (away < distance) [nearest, distance] = [[x, y], away];
  }
  if (!nearest) return [];
  return [[(nearest[0] / width) * frame.width, (nearest[1] / height) * frame.height]];
}
