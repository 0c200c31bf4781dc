import type { FacesResult } from "#tasks";
import { facesText } from "./text.ts";

const text = facesText.en;

/** The result in one line: "2 faces"; empty when nothing was found. */
export function words({ faces }: FacesResult): string {
  return faces.length === 0 ? "" : text.faces(faces.length);
}

/** The result for a screen reader: "2 faces, hidden"; empty when nothing was found. */
export function spoken({ faces, hidden }: FacesResult): string {
  if (faces.length === 0) return "";
  return hidden === undefined ? text.faces(faces.length) : text.hidden(text.faces(faces.length));
}
