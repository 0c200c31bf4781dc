import type { ReactNode } from "react";
import type { OptionsProps, TaskView } from "#tasks/view";
import { detailAt } from "./detail-at.ts";
import { rawText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = rawText.en;

function Options({ options, result, onChange }: OptionsProps<"raw">): ReactNode {
  if (result?.likeness === undefined) return <p className="option-hint">{text.about}</p>;
  return (
    <div className="options-list">
      <button
        type="button"
        className="button"
        data-testid="raw-compare"
        onClick={() => onChange({ ...options, chosen: options.chosen + 1 })}
      >
        {text.compare}
      </button>
      <p className="option-hint">{text.compareHint}</p>
    </div>
  );
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
