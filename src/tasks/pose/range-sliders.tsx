import { type ReactNode, useId } from "react";
import type { RepetitionRange } from "./task.ts";
import { poseText } from "./text.ts";

const text = poseText.en;

/** The two angles stay this many degrees apart: nearer, trembling would count. */
const leastApart = 10;

/** The range after one of its angles was moved; the other gives way where they would come too close. */
export function movedRange(
  range: RepetitionRange,
  which: keyof RepetitionRange,
  degrees: number,
): RepetitionRange {
  if (which === "bentDegrees") {
    const bentDegrees = Math.min(degrees, 180 - leastApart);
    const straightDegrees = Math.max(range.straightDegrees, bentDegrees + leastApart);
    return { bentDegrees, straightDegrees };
  }
  const straightDegrees = Math.max(degrees, leastApart);
  return {
    bentDegrees: Math.min(range.bentDegrees, straightDegrees - leastApart),
    straightDegrees,
  };
}

/** The two angles between which a joint must go to be counted. */
export function RangeSliders({
  range,
  onChange,
}: {
  readonly range: RepetitionRange;
  onChange(range: RepetitionRange): void;
}): ReactNode {
  const bentId = useId();
  const straightId = useId();
  const slider = (id: string, which: keyof RepetitionRange, label: string): ReactNode => (
    <div className="detect-score">
      <label htmlFor={id}>{label}</label>
      <output className="detect-score-value" htmlFor={id}>
        {text.degrees(range[which])}
      </output>
      <input
        id={id}
        className="detect-score-slider"
        type="range"
        min={0}
        max={180}
        step={5}
        value={range[which]}
        aria-valuetext={text.degrees(range[which])}
        onChange={(event) => onChange(movedRange(range, which, event.target.valueAsNumber))}
      />
    </div>
  );
  return (
    <>
      {slider(bentId, "bentDegrees", text.bent)}
      {slider(straightId, "straightDegrees", text.straight)}
    </>
  );
}
