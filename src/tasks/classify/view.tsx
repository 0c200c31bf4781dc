import type { ReactNode } from "react";
import type { OptionsProps, TaskView } from "#tasks/view";
import { OptionSlider, ScoreSlider } from "../option-slider.tsx";
import { detailAt } from "./detail-at.ts";
import { classifyText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = classifyText.en;

function Options({ options, onChange }: OptionsProps<"classify">): ReactNode {
  return (
    <div className="options-list">
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={options.minScore}
        onChange={(minScore) => onChange({ ...options, minScore })}
      />
      <OptionSlider
        label={text.count}
        value={options.count}
        min={1}
        max={10}
        step={1}
        shown={String(options.count)}
        onChange={(count) => onChange({ ...options, count })}
      />
    </div>
  );
}

/** The page's half of the classify task. */
export const view: TaskView<"classify"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ classes, frame: { width, height } }) =>
    classes.length === 0 ? [] : [[width / 2, height / 2]],
};
