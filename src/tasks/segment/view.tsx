import { type ReactNode, useId } from "react";
import type { Background, SegmentOptions } from "#tasks";
import type { OptionsProps, TaskView } from "#tasks/view";
import { OptionSlider } from "../option-slider.tsx";
import { detailAt, detailPoints } from "./detail-at.ts";
import { PictureChooser } from "./picture-chooser.tsx";
import { segmentText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = segmentText.en;
const backgrounds = Object.keys(text.backgrounds) as Background[];

function Options({ options, onChange }: OptionsProps<"segment">): ReactNode {
  const id = useId();
  const { background, blurAmount, colour, picture } = options;
  const change = (changed: Partial<SegmentOptions>): void => onChange({ ...options, ...changed });
  return (
    <div className="options-list">
      <div className="control">
        <label htmlFor={id}>{text.background}</label>
        <select
          id={id}
          value={background}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const chosen = backgrounds.find((one) => one === event.target.value);
            change({ background: chosen ?? "keep" });
          }}
        >
          {backgrounds.map((one) => (
            <option key={one} value={one}>
              {text.backgrounds[one]}
            </option>
          ))}
        </select>
      </div>
      <p className="option-hint" id={`${id}-hint`}>
        {text.backgroundHint}
      </p>
      {background === "blur" && (
        <OptionSlider
          label={text.amount}
          value={blurAmount}
          min={0}
          max={1}
          step={0.1}
          shown={`${Math.round(blurAmount * 100)}%`}
          onChange={(amount) => change({ blurAmount: amount })}
        />
      )}
      {background === "colour" && (
        <div className="control">
          <label htmlFor={`${id}-colour`}>{text.colour}</label>
          <input
            id={`${id}-colour`}
            type="color"
            value={colour}
            onChange={(event) => change({ colour: event.target.value })}
          />
        </div>
      )}
      {background === "picture" && (
        <PictureChooser picture={picture} onChange={(chosen) => change({ picture: chosen })} />
      )}
    </div>
  );
}

/** The page's half of the segment task. */
export const view: TaskView<"segment"> = { Options, words, spoken, detailAt, detailPoints };
