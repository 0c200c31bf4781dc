import type { ReactNode } from "react";
import type { MeasuredWay } from "#exports";
import { benchText as words } from "../text/bench-text.ts";
import { BenchTable } from "./bench-table.tsx";
import { wayWords } from "./way-words.ts";

const percents = [0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100] as const;

/** The numbers of the chart over time, to be read. */
export function OverTimeTable({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  const moments = [
    ...new Set(measured.flatMap(({ drift }) => drift.bins.map(({ atMs }) => atMs))),
  ].sort((a, b) => a - b);
  return (
    <Folded title={words.overTimeTable} caption={words.overTimeCaption}>
      <thead>
        <Head first={words.moment} measured={measured} />
      </thead>
      <tbody>
        {moments.map((moment) => (
          <tr key={moment}>
            <th scope="row">{words.seconds(moment / 1_000)}</th>
            {measured.map((way) => {
              const bin = way.drift.bins.find(({ atMs }) => atMs === moment);
              return (
                <td key={`${way.variant} ${wayWords(way)}`}>
                  {bin ? words.ms(bin.medianMs) : "–"}
                  {bin && <small className="quiet">{words.ratioOf(bin.relative)}</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Folded>
  );
}

/** The numbers of the chart of the distribution, to be read. */
export function DistributionTable({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  return (
    <Folded title={words.distributionTable} caption={words.distributionWords}>
      <thead>
        <Head first={words.percent} measured={measured} />
      </thead>
      <tbody>
        {percents.map((percent) => (
          <tr key={percent}>
            <th scope="row">{words.percentOf(percent)}</th>
            {measured.map((way) => (
              <td key={`${way.variant} ${wayWords(way)}`}>
                {words.ms(way.quantilesMs[percent] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Folded>
  );
}

function Head({ first, measured }: { first: string; measured: readonly MeasuredWay[] }): ReactNode {
  return (
    <tr>
      <th scope="col">{first}</th>
      {measured.map((way) => (
        <th key={`${way.variant} ${wayWords(way)}`} scope="col">
          {wayWords(way)}
        </th>
      ))}
    </tr>
  );
}

function Folded({
  title,
  caption,
  children,
}: {
  title: string;
  caption: string;
  children: ReactNode;
}): ReactNode {
  return (
    <details className="bench-fold">
      <summary>{title}</summary>
      <p className="quiet">{caption}</p>
      <BenchTable label={title} caption={caption}>
        {children}
      </BenchTable>
    </details>
  );
}
