import type { ClassifyResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { classifyText } from "./text.ts";

/** The classes and their scores to one more digit, anywhere in the picture: they are of all of it. */
export function detailAt(
  { classes, frame }: ClassifyResult,
  x: number,
  y: number,
): ViewDetail | undefined {
  const outside = x < 0 || y < 0 || x > frame.width || y > frame.height;
  if (classes.length === 0 || outside) return undefined;
  const rows = classes.map(({ label, score }) => ({
    name: label,
    value: `${(score * 100).toFixed(1)}%`,
  }));
  return { title: classifyText.en.title, rows };
}
