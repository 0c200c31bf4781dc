import type { Detection, DetectResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { detectText } from "./text.ts";

function contains({ box: [left, top, width, height] }: Detection, x: number, y: number): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

function area({ box: [, , width, height] }: Detection): number {
  return width * height;
}

/** The details of the smallest thing whose box holds the point, in source pixels; nothing elsewhere. */
export function detailAt(
  { detections }: DetectResult,
  x: number,
  y: number,
): ViewDetail | undefined {
  const [smallest] = detections
    .filter((detection) => contains(detection, x, y))
    .sort((a, b) => area(a) - area(b));
  if (!smallest) return undefined;
  const { label, score, box, trackId } = smallest;
  const [left, top, width, height] = box.map(Math.round);
  const { rows } = detectText.en;
  return {
    title: label,
    rows: [
      { name: rows.score, value: `${Math.round(score * 100)}%` },
      { name: rows.position, value: `${left}, ${top} px` },
      { name: rows.size, value: `${width} × ${height} px` },
      ...(trackId === undefined ? [] : [{ name: rows.track, value: String(trackId) }]),
    ],
  };
}
