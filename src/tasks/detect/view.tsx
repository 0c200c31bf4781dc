import type { ReactNode } from "react";
import { centreOf } from "#shared";
import type { OptionsProps, TaskView } from "#tasks/view";
import { ScoreSlider } from "../option-slider.tsx";
import { ClassChooser } from "./class-chooser.tsx";
import { detailAt } from "./detail-at.ts";
import { detectText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = detectText.en;

function Options({ options, labels, onChange }: OptionsProps<"detect">): ReactNode {
  return (
    <div className="options-list">
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={options.minScore}
        onChange={(minScore) => onChange({ ...options, minScore })}
      />
      <ClassChooser
        labels={labels}
        chosen={options.classes}
        onChange={(classes) => onChange({ ...options, classes })}
      />
    </div>
  );
}

/** The page's half of the detect task. */
export const view: TaskView<"detect"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ detections }) => detections.map(({ box }) => centreOf(box)),
};
