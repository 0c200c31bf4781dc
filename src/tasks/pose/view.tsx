import { type ReactNode, useId } from "react";
import type { OptionsProps, TaskView } from "#tasks/view";
import { ScoreSlider } from "../option-slider.tsx";
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
    <div className="options-list">
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={minScore}
        onChange={(score) => onChange({ ...options, minScore: score })}
      />
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
      <p className="option-hint" id={`${id}-angles-hint`}>
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
      <p className="option-hint" id={`${id}-counted-hint`}>
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
