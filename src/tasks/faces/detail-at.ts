import type { Face, FacesResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { facesText } from "./text.ts";

function contains({ box: [left, top, width, height] }: Face, x: number, y: number): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** The details of the smallest face whose box holds the point, in source pixels; nothing elsewhere. */
export function detailAt({ faces }: FacesResult, x: number, y: number): ViewDetail | undefined {
  const [smallest] = faces
    .filter((face) => contains(face, x, y))
    .sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
  if (!smallest) return undefined;
  const { score, box, trackId } = smallest;
  const [left, top, width, height] = box.map(Math.round);
  const { title, rows } = facesText.en;
  return {
    title,
    rows: [
      { name: rows.score, value: `${Math.round(score * 100)}%` },
      { name: rows.position, value: `${left}, ${top} px` },
      { name: rows.size, value: `${width} × ${height} px` },
      ...(trackId === undefined ? [] : [{ name: rows.track, value: String(trackId) }]),
    ],
  };
}
