import type { RawOutput, RawResult } from "#tasks";
import { shortNumber } from "./task.ts";
import { rawText } from "./text.ts";

const text = rawText.en;
/** So many outputs fit into one line. */
const mostTold = 3;

/** `[1, 10]`. */
export function shapeInWords({ shape }: Pick<RawOutput, "shape">): string {
  return `[${shape.join(", ")}]`;
}

/** `−3.1 … 8.2`, and how many values are no numbers. */
export function rangeInWords({ range, broken }: Pick<RawOutput, "range" | "broken">): string {
  const values = range ? `${shortNumber(range.least)} … ${shortNumber(range.most)}` : text.empty;
  return broken > 0 ? `${values}, ${text.broken(broken)}` : values;
}

/** `87% alike`; what points the other way is not alike at all. */
export function likenessInWords(likeness: number | null): string {
  if (likeness === null) return text.noneChosen;
  return text.likeness(Math.round(100 * Math.max(0, likeness)));
}

/** The result in one line: "dense [1, 10] −3.1 … 8.2". */
export function words({ outputs, likeness }: RawResult): string {
  if (likeness !== undefined) return likenessInWords(likeness);
  const told = outputs
    .slice(0, mostTold)
    .map((output) => `${output.name} ${shapeInWords(output)} ${rangeInWords(output)}`);
  const more = outputs.length - told.length;
  return [...told, ...(more > 0 ? [text.more(more)] : [])].join(" · ");
}

/** The result for a screen reader: without the numbers, which change with every frame. */
export function spoken({ outputs, picture, likeness }: RawResult): string {
  // In steps of ten, so that it holds long enough to be said.
  if (likeness !== undefined) {
    return likenessInWords(likeness === null ? null : Math.round(likeness * 10) / 10);
  }
  if (picture) return picture.kind === "answer" ? text.aPicture : text.aMap;
  return text.outputs(outputs.length);
}
