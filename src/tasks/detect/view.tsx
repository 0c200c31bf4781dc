import { type ReactNode, useId } from "react";
import { centreOf } from "#shared";
import type { OptionsProps, TaskView } from "#tasks/view";
import { ClassChooser } from "./class-chooser.tsx";
import { detailAt } from "./detail-at.ts";
import { detectText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = detectText.en;

function Options({ options, labels, onChange }: OptionsProps<"detect">): ReactNode {
  const sliderId = useId();
  const hintId = useId();
  return (
    <div className="detect-options">
      <div className="detect-score">
        <label htmlFor={sliderId}>{text.score}</label>
        {/* Hidden from screen readers: the slider tells its value itself. */}
        <span className="detect-score-value" aria-hidden="true">
          {options.minScore.toFixed(2)}
        </span>
        <input
          id={sliderId}
          className="detect-score-slider"
          type="range"
          min={0.05}
          max={0.95}
          step={0.05}
          value={options.minScore}
          aria-describedby={hintId}
          aria-valuetext={options.minScore.toFixed(2)}
          onChange={(event) => onChange({ ...options, minScore: event.target.valueAsNumber })}
        />
        <p className="detect-hint" id={hintId}>
          {text.scoreHint}
        </p>
      </div>
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
