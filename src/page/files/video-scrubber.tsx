import { type ReactNode, useMemo } from "react";
import type { TaskResult } from "#tasks";
import { filesText } from "../text/files-text.ts";
import { timeInWords } from "../text/numbers.ts";
import { resultWords, type TaskViews } from "./item-words.ts";
import { measure } from "./measure.ts";

const chart = { width: 1000, height: 100 } as const;
/** The chart's top is this many times the most: what is there all the time still has an outline. */
const headroom = 1.3;

/** What was found along a video's time; a press goes to that moment, the keys of the slider step by frames. */
export function VideoScrubber({
  results,
  views,
  index,
  onIndex,
}: {
  results: readonly TaskResult[];
  views: TaskViews;
  /** Of the result that is shown. */
  index: number;
  onIndex: (index: number) => void;
}): ReactNode {
  const measures = useMemo(() => results.map(measure), [results]);
  const most = Math.max(...measures.map(({ value }) => value), 0);
  const path = useMemo(
    () => areaOf(measures.map(({ value }) => value / (headroom * most || 1))),
    [measures, most],
  );
  const result = results[index];
  const last = results.at(-1);
  if (!result || !last) return null;
  const at = timeInWords(result.frame.timestampMs / 1000);
  const words = resultWords(result, views) ?? "";
  return (
    <div className="scrubber" data-testid="scrubber" data-frames={results.length}>
      <div className="scrubber-chart">
        <svg
          viewBox={`0 0 ${chart.width} ${chart.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={path} />
          <line
            x1={xOf(index, results.length)}
            x2={xOf(index, results.length)}
            y1="0"
            y2={chart.height}
          />
        </svg>
        <input
          className="laid-over"
          type="range"
          data-testid="scrubber-seek"
          aria-label={filesText.moment}
          aria-valuetext={filesText.momentOf(at, words)}
          min={0}
          max={results.length - 1}
          step={1}
          value={index}
          onChange={({ target }) => onIndex(target.valueAsNumber)}
        />
      </div>
      <p className="quiet numbers">
        <span>
          {at} / {timeInWords(last.frame.timestampMs / 1000)}
        </span>
        <span>
          {measures[0]?.of === "part" ? filesText.chart.part : filesText.chart.count(most)}
        </span>
      </p>
    </div>
  );
}

function xOf(index: number, count: number): number {
  return count < 2 ? 0 : (index / (count - 1)) * chart.width;
}

/** The outline of steps, one for each value of 0 … 1, over the whole width. */
function areaOf(values: readonly number[]): string {
  const points = values.map(
    (value, index) =>
      `L${xOf(index, values.length).toFixed(1)} ${(chart.height * (1 - value)).toFixed(1)}`,
  );
  return `M0 ${chart.height}${points.join("")}L${chart.width} ${chart.height}Z`;
}
