import type { ReactNode } from "react";
import type { TaskView } from "#tasks/view";
import { detailAt } from "./detail-at.ts";
import { rawText } from "./text.ts";
import { spoken, words } from "./words.ts";

function Options(): ReactNode {
  return <p className="option-hint">{rawText.en.about}</p>;
}

/** The page's half of the raw task. */
export const view: TaskView<"raw"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ outputs, frame: { width, height } }) =>
    outputs.length === 0 ? [] : [[width / 2, height / 2]],
};
