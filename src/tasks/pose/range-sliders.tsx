import type { ReactNode } from "react";
import { OptionSlider } from "../option-slider.tsx";
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
  const slider = (which: keyof RepetitionRange, label: string): ReactNode => (
    <OptionSlider
      label={label}
      value={range[which]}
      min={0}
      max={180}
      step={5}
      shown={text.degrees(range[which])}
      onChange={(degrees) => onChange(movedRange(range, which, degrees))}
    />
  );
  return (
    <>
      {slider("bentDegrees", text.bent)}
      {slider("straightDegrees", text.straight)}
    </>
  );
}
