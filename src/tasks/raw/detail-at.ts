import type { RawResult } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import { shortNumber } from "./task.ts";
import { rawText } from "./text.ts";
import { rangeInWords, shapeInWords } from "./words.ts";

/** The outputs in numbers, anywhere in the picture: they are of all of it. */
export function detailAt(
  { outputs, frame }: RawResult,
  x: number,
  y: number,
): ViewDetail | undefined {
  const outside = x < 0 || y < 0 || x > frame.width || y > frame.height;
  if (outputs.length === 0 || outside) return undefined;
  const rows = outputs.flatMap((output) => [
    { name: `${output.name} ${shapeInWords(output)}`, value: rangeInWords(output) },
    {
      name: rawText.en.best(output.name),
      value: output.best.map(({ index, value }) => `${index}: ${shortNumber(value)}`).join(", "),
    },
  ]);
  return { title: rawText.en.title, rows };
}
