import { type ReactNode, useId } from "react";
import { centreOf } from "#shared";
import type { FacesOptions, HideStyle } from "#tasks";
import type { OptionsProps, TaskView } from "#tasks/view";
import { OptionSlider, ScoreSlider } from "../option-slider.tsx";
import { detailAt } from "./detail-at.ts";
import { facesText } from "./text.ts";
import { spoken, words } from "./words.ts";

const text = facesText.en;
const styles = Object.keys(text.hideStyles) as HideStyle[];

function HideOptions({ options, change }: HideProps): ReactNode {
  const id = useId();
  return (
    <>
      <div className="control">
        <label htmlFor={id}>{text.hide}</label>
        <select
          id={id}
          value={options.hide}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const style = styles.find((one) => one === event.target.value);
            change({ hide: style ?? "off" });
          }}
        >
          {styles.map((style) => (
            <option key={style} value={style}>
              {text.hideStyles[style]}
            </option>
          ))}
        </select>
      </div>
      <p className="option-hint" id={`${id}-hint`}>
        {text.hideHint}
      </p>
      {options.hide !== "off" && (
        <OptionSlider
          label={text.size}
          value={options.hideSize}
          min={1}
          max={2}
          step={0.1}
          shown={`${Math.round(options.hideSize * 100)}%`}
          onChange={(hideSize) => change({ hideSize })}
        />
      )}
      {(options.hide === "blur" || options.hide === "pixelate") && (
        <OptionSlider
          label={text.amount}
          value={options.hideAmount}
          min={0}
          max={1}
          step={0.1}
          shown={`${Math.round(options.hideAmount * 100)}%`}
          onChange={(hideAmount) => change({ hideAmount })}
        />
      )}
    </>
  );
}

interface HideProps {
  readonly options: FacesOptions;
  change(changed: Partial<FacesOptions>): void;
}

function Options({ options, onChange }: OptionsProps<"faces">): ReactNode {
  const meshId = useId();
  const change = (changed: Partial<FacesOptions>): void => onChange({ ...options, ...changed });
  return (
    <div className="options-list">
      <HideOptions options={options} change={change} />
      <div className="control">
        <label htmlFor={meshId}>{text.mesh}</label>
        <input
          id={meshId}
          type="checkbox"
          checked={options.mesh}
          onChange={(event) => change({ mesh: event.target.checked })}
        />
      </div>
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={options.minScore}
        onChange={(minScore) => change({ minScore })}
      />
      <OptionSlider
        label={text.maxFaces}
        value={options.maxFaces}
        min={1}
        max={10}
        step={1}
        shown={String(options.maxFaces)}
        onChange={(maxFaces) => change({ maxFaces })}
      />
    </div>
  );
}

/** The page's half of the faces task. */
export const view: TaskView<"faces"> = {
  Options,
  words,
  spoken,
  detailAt,
  detailPoints: ({ faces }) => faces.map(({ box }) => centreOf(box)),
};
