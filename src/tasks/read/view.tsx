import type { TaskView } from "#tasks/view";
import { detailAt } from "./detail-at.ts";
import { LineList } from "./line-list.tsx";
import { Options } from "./read-options.tsx";
import { spoken, words } from "./words.ts";

/** The page's half of the read task. */
export const view: TaskView<"read"> = {
  Options,
  Found: LineList,
  words,
  spoken,
  detailAt,
  detailPoints: ({ lines }) =>
    lines.map(({ quad: [[x, y], , [farX, farY]] }) => [(x + farX) / 2, (y + farY) / 2] as const),
};
