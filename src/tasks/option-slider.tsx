import { type ReactNode, useId } from "react";

/** A number that a person sets in an options panel. */
export interface OptionSliderProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as a person reads it. */
  readonly shown: string;
  onChange(value: number): void;
}

/** The slider of the options panels: label, value, range and hint, told as one to a screen reader. */
export function OptionSlider(props: OptionSliderProps): ReactNode {
  const { label, hint, value, min, max, step, shown, onChange } = props;
  const id = useId();
  const hintId = useId();
  return (
    <div className="option-slider">
      <label htmlFor={id}>{label}</label>
      {/* Hidden from screen readers: the slider tells its value itself. */}
      <span className="option-value" aria-hidden="true">
        {shown}
      </span>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value }}
        {...(hint !== undefined && { "aria-describedby": hintId })}
        aria-valuetext={shown}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      {hint !== undefined && (
        <p className="option-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** The smallest score that is shown, which most tasks let a person set: 0.05 … 0.95. */
export function ScoreSlider({
  label,
  hint,
  value,
  onChange,
}: Pick<OptionSliderProps, "label" | "hint" | "value" | "onChange">): ReactNode {
  const range = { min: 0.05, max: 0.95, step: 0.05 };
  const words = hint === undefined ? {} : { hint };
  return (
    <OptionSlider {...{ label, value, onChange }} {...words} {...range} shown={value.toFixed(2)} />
  );
}
