import { type ReactNode, useEffect, useMemo, useRef } from "react";
import UPlot from "uplot";
import type { MeasuredWay } from "#exports";
import type { BenchOutcome } from "../state/bench-run.ts";
import { benchText as words } from "../text/bench-text.ts";
import { type ChartData, distributionData, driftData, overTimeData } from "./chart-data.ts";
import { wayWords } from "./way-words.ts";
import "uplot/dist/uPlot.min.css";

const height = 240;
/** Lines differ by more than their colour. */
const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 4, 2, 4]];

/** Latency over time and its distribution; the tables beside them say the same in numbers. */
export function Charts({
  measured,
  outcome,
  sustained,
}: {
  measured: readonly MeasuredWay[];
  outcome: BenchOutcome;
  /** It was measured for long: how the device held out is what matters. */
  sustained: boolean;
}): ReactNode {
  const drift = useMemo(() => driftData(measured), [measured]);
  const overTime = useMemo(() => overTimeData(outcome), [outcome]);
  const distribution = useMemo(() => distributionData(measured), [measured]);
  const names = useMemo(() => measured.map(wayWords), [measured]);
  return (
    <div className="bench-charts">
      {sustained && (
        <Chart
          title={words.driftTitle}
          about={words.driftWords}
          data={drift}
          names={names}
          xAxis={words.axisSeconds}
          yAxis={words.axisTimes}
        />
      )}
      <Chart
        title={words.overTime}
        about={words.overTimeWords}
        data={overTime}
        names={names}
        xAxis={words.axisSeconds}
        yAxis={words.axisMs}
      />
      <Chart
        title={words.distribution}
        about={words.distributionWords}
        data={distribution}
        names={names}
        xAxis={words.axisPercent}
        yAxis={words.axisMs}
      />
    </div>
  );
}

function Chart({
  title,
  about,
  data,
  names,
  xAxis,
  yAxis,
}: {
  title: string;
  about: string;
  data: ChartData;
  names: readonly string[];
  xAxis: string;
  yAxis: string;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let plot: UPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      plot = new UPlot(
        optionsOf(element, names, [xAxis, yAxis]),
        data as UPlot.AlignedData,
        element,
      );
    };
    const resize = new ResizeObserver(() => {
      if (plot && plot.width !== element.clientWidth) {
        plot.setSize({ width: element.clientWidth, height });
      }
    });
    draw();
    resize.observe(element);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      scheme.removeEventListener("change", draw);
      resize.disconnect();
      plot?.destroy();
    };
  }, [data, names, xAxis, yAxis]);
  return (
    <figure className="bench-card bench-chart">
      <figcaption>
        <h3>{title}</h3>
        <p className="quiet">{about}</p>
      </figcaption>
      <div ref={host} role="img" aria-label={words.chartOf(title)} className="bench-plot" />
    </figure>
  );
}

function optionsOf(
  element: HTMLElement,
  names: readonly string[],
  [xAxis, yAxis]: readonly [string, string],
): UPlot.Options {
  const colour = colourReader(element);
  const [text, line] = [colour("--text-2"), colour("--line")];
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const axis: UPlot.Axis = {
    stroke: text,
    font,
    labelFont: font,
    labelSize: 20,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, _least, most) => [0, (most || 1) * 1.08] } },
    axes: [
      { ...axis, label: xAxis },
      { ...axis, label: yAxis, size: 48 },
    ],
    series: [
      {},
      ...names.map((label, index) => ({
        label,
        stroke: colour(`--series-${index % 8}`),
        width: 2,
        dash: [...(dashes[index % dashes.length] ?? [])],
        // Turns leave gaps between the runs of each.
        spanGaps: true,
        points: { show: false },
      })),
    ],
  };
}

/** Tokens are resolved where they are used: a canvas knows neither them nor the scheme. */
function colourReader(element: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${token})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
