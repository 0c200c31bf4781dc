import { type ReactNode, useId } from "react";
import type { Gesture, HandsOptions } from "#tasks";
import type { OptionsProps, TaskView } from "#tasks/view";
import { OptionSlider, ScoreSlider } from "../option-slider.tsx";
import { detailAt } from "./detail-at.ts";
import { handsText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = handsText.en;
const gestures = Object.keys(text.gestures) as Gesture[];

function Options({ options, onChange }: OptionsProps<"hands">): ReactNode {
  const id = useId();
  const change = (changed: Partial<HandsOptions>): void => onChange({ ...options, ...changed });
  return (
    <div className="options-list">
      <div className="control">
        <label htmlFor={id}>{text.shutter}</label>
        <select
          id={id}
          value={options.shutter}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const gesture = gestures.find((one) => one === event.target.value);
            change({ shutter: gesture ?? "off" });
          }}
        >
          <option value="off">{text.shutterOff}</option>
          {gestures.map((gesture) => (
            <option key={gesture} value={gesture}>
              {text.gestures[gesture]}
            </option>
          ))}
        </select>
      </div>
      <p className="option-hint" id={`${id}-hint`}>
        {text.shutterHint}
      </p>
      <OptionSlider
        label={text.maxHands}
        value={options.maxHands}
        min={1}
        max={4}
        step={1}
        shown={String(options.maxHands)}
        onChange={(maxHands) => change({ maxHands })}
      />
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={options.minScore}
        onChange={(minScore) => change({ minScore })}
      />
    </div>
  );
}

/** The page's half of the hands task. */
export const view: TaskView<"hands"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ hands }) =>
    hands.flatMap(({ landmarks: [, , , , , , , , , knuckle] }) =>
      knuckle ? [[knuckle[0], knuckle[1]] as const] : [],
    ),
};
