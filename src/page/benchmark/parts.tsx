import type { ReactNode } from "react";
import type { MeasuredWay } from "#exports";
import { benchText as words } from "../text/bench-text.ts";
import { BenchTable, WayHead } from "./bench-table.tsx";
import { wayWords } from "./way-words.ts";

const stages = ["preprocess", "infer", "decode", "endToEnd"] as const;
const coldParts = ["download", "hash", "engine", "compile", "first"] as const;

/** The median of every stage of each way. */
export function Stages({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  const shown = stages.filter((stage) => measured.some((way) => way.stages[stage]));
  return (
    <section className="bench-card" aria-label={words.stages}>
      <h3>{words.stages}</h3>
      <p className="quiet">{words.stagesCaption}</p>
      <BenchTable label={words.stagesCaption}>
        <WayHead columns={shown.map((stage) => words.stageName[stage])} />
        <tbody>
          {measured.map((way) => (
            <tr key={`${way.variant} ${wayWords(way)}`}>
              <th scope="row">{wayWords(way)}</th>
              {shown.map((stage) => {
                const stats = way.stages[stage];
                return <td key={stage}>{stats ? words.ms(stats.p50Ms) : "–"}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </BenchTable>
      {!shown.includes("decode") && <p className="quiet">{words.stagesModel}</p>}
    </section>
  );
}

/** Every part of the first start of each way. */
export function Cold({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  return (
    <section className="bench-card" aria-label={words.cold}>
      <h3>{words.cold}</h3>
      <p className="quiet">{words.coldCaption}</p>
      <BenchTable label={words.coldCaption}>
        <WayHead columns={coldParts.map((part) => words.coldName[part])} />
        <tbody>
          {measured.map((way) => {
            const { cold } = way;
            const fetched = cold.downloadBytes - cold.cachedBytes;
            return (
              <tr key={`${way.variant} ${wayWords(way)}`}>
                <th scope="row">{wayWords(way)}</th>
                <td>
                  {words.ms(cold.downloadMs)}
                  <small className="quiet">
                    {fetched > 0 ? words.coldFetched(fetched) : words.coldCached(cold.cachedBytes)}
                  </small>
                </td>
                <td>{words.ms(cold.hashMs)}</td>
                <td>{words.ms(cold.engineMs)}</td>
                <td>{words.ms(cold.compileMs)}</td>
                <td>{words.ms(cold.firstInferenceMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </BenchTable>
    </section>
  );
}
