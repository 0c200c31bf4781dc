import type { ReactNode } from "react";
import { ScoreSlider } from "../option-slider.tsx";
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
  return (
    <div className="options-list">
      <ScoreSlider
        label={text.score}
        hint={text.scoreHint}
        value={options.minScore}
        onChange={(minScore) => onChange({ ...options, minScore })}
      />
    </div>
  );
}
