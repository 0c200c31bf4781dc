import type { ReactNode } from "react";
import type { MeasuredWay } from "#exports";
import { benchText as words } from "../text/bench-text.ts";
import { wayWords } from "./way-words.ts";

const stages = ["preprocess", "infer", "decode", "endToEnd"] as const;

/** The median of every stage of each way. */
export function Stages({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  const shown = stages.filter((stage) => measured.some((way) => way.stages[stage]));
  return (
    <section className="bench-card" aria-label={words.stages}>
      <h3>{words.stages}</h3>
      <p className="quiet">{words.stagesCaption}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="bench-scroll" tabIndex={0} aria-label={words.stagesCaption}>
        <table className="numbers">
          <caption className="visually-hidden">{words.stagesCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.way}</th>
              {shown.map((stage) => (
                <th key={stage} scope="col">
                  {words.stageName[stage]}
                </th>
              ))}
            </tr>
          </thead>
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
        </table>
      </section>
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="bench-scroll" tabIndex={0} aria-label={words.coldCaption}>
        <table className="numbers">
          <caption className="visually-hidden">{words.coldCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.way}</th>
              <th scope="col">{words.coldName.download}</th>
              <th scope="col">{words.coldName.hash}</th>
              <th scope="col">{words.coldName.engine}</th>
              <th scope="col">{words.coldName.compile}</th>
              <th scope="col">{words.coldName.first}</th>
            </tr>
          </thead>
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
                      {fetched > 0
                        ? words.coldFetched(fetched)
                        : words.coldCached(cold.cachedBytes)}
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
        </table>
      </section>
    </section>
  );
}
