import { type ReactNode, useId } from "react";
import type { OptionsProps, TaskView } from "#tasks/view";
import { detailAt } from "./detail-at.ts";
import { RangeSliders } from "./range-sliders.tsx";
import { angleJoints, type RepetitionRange } from "./task.ts";
import { jointName, poseText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = poseText.en;

/** What a person starts from who sets the angles: a deep knee bend. */
const firstRange: RepetitionRange = { bentDegrees: 110, straightDegrees: 150 };

function Options({ options, onChange }: OptionsProps<"pose">): ReactNode {
  const id = useId();
  const { minScore, showAngles, counted, range } = options;
  return (
    <div className="detect-options">
      <div className="detect-score">
        <label htmlFor={`${id}-score`}>{text.score}</label>
        <output className="detect-score-value" htmlFor={`${id}-score`}>
          {minScore.toFixed(2)}
        </output>
        <input
          id={`${id}-score`}
          className="detect-score-slider"
          type="range"
          min={0.05}
          max={0.95}
          step={0.05}
          value={minScore}
          aria-describedby={`${id}-score-hint`}
          aria-valuetext={minScore.toFixed(2)}
          onChange={(event) => onChange({ ...options, minScore: event.target.valueAsNumber })}
        />
        <p className="detect-hint" id={`${id}-score-hint`}>
          {text.scoreHint}
        </p>
      </div>
      <div className="control">
        <label htmlFor={`${id}-angles`}>{text.showAngles}</label>
        <input
          id={`${id}-angles`}
          type="checkbox"
          checked={showAngles}
          aria-describedby={`${id}-angles-hint`}
          onChange={(event) => onChange({ ...options, showAngles: event.target.checked })}
        />
      </div>
      <p className="detect-hint" id={`${id}-angles-hint`}>
        {text.anglesHint}
      </p>
      <div className="control">
        <label htmlFor={`${id}-counted`}>{text.counted}</label>
        <select
          id={`${id}-counted`}
          value={counted}
          aria-describedby={`${id}-counted-hint`}
          onChange={(event) => {
            const joint = angleJoints.find((one) => one === event.target.value);
            onChange({ ...options, counted: joint ?? "off" });
          }}
        >
          <option value="off">{text.off}</option>
          {angleJoints.map((joint) => (
            <option key={joint} value={joint}>
              {jointName(joint)}
            </option>
          ))}
        </select>
      </div>
      <p className="detect-hint" id={`${id}-counted-hint`}>
        {counted !== "off" && range === "seen" ? text.countedStart : text.countedHint}
      </p>
      {counted !== "off" && (
        <div className="control">
          <label htmlFor={`${id}-range`}>{text.setRange}</label>
          <input
            id={`${id}-range`}
            type="checkbox"
            checked={range !== "seen"}
            onChange={(event) =>
              onChange({ ...options, range: event.target.checked ? firstRange : "seen" })
            }
          />
        </div>
      )}
      {counted !== "off" && range !== "seen" && (
        <RangeSliders range={range} onChange={(moved) => onChange({ ...options, range: moved })} />
      )}
    </div>
  );
}

/** The page's half of the pose task. */
export const view: TaskView<"pose"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ people, minScore }) =>
    people.flatMap(({ keypoints }) =>
      keypoints.filter(({ score }) => score >= minScore).map(({ x, y }) => [x, y] as const),
    ),
};
