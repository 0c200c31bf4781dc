import { type ReactNode, useId } from "react";
import type { ReadOptions } from "./task.ts";
import { readText } from "./text.ts";

const text = readText.en;

/** The options panel of the read task. */
export function Options({
  options,
  onChange,
}: {
  readonly options: ReadOptions;
  onChange(options: ReadOptions): void;
}): ReactNode {
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
    </div>
  );
}
