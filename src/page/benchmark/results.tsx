import { type ReactNode, type Ref, useMemo } from "react";
import type { BenchReport, MeasuredWay } from "#exports";
import { fastestOf, isRight } from "../state/bench-report.ts";
import type { BenchOutcome } from "../state/bench-run.ts";
import { endDrift } from "../state/bench-stats.ts";
import { benchText as words } from "../text/bench-text.ts";
import { BenchTable, WayHead } from "./bench-table.tsx";
import { DistributionTable, OverTimeTable } from "./chart-tables.tsx";
import { Charts } from "./charts.tsx";
import { Cold, Stages } from "./parts.tsx";
import { wayWords } from "./way-words.ts";

/** What was measured: the numbers, their agreement, and the pictures of them. */
export function Results({
  heading,
  report,
  outcome,
}: {
  heading: Ref<HTMLHeadingElement>;
  report: BenchReport;
  outcome: BenchOutcome;
}): ReactNode {
  const measured = useMemo(
    () => report.candidates.filter((one): one is MeasuredWay => one.at === "measured"),
    [report],
  );
  const refused = report.candidates.filter((one) => one.at === "refused");
  const fastest = fastestOf(report.candidates);
  const { conditions } = report;
  const sustained = conditions.length === "sustained";
  return (
    <section className="bench-results" aria-label={words.results} data-testid="bench-results">
      <div>
        <h3 ref={heading} tabIndex={-1} className="bench-title">
          {report.model.title}
        </h3>
        {fastest && (
          <p className="bench-headline">
            {words.fastestWords(wayWords(fastest), words.ms(fastest.stages.infer.p50Ms))}
          </p>
        )}
        {conditions.ended === "cancelled" && <p className="attention">{words.cancelled}</p>}
        {conditions.hidden > 0 && <p className="quiet">{words.hidden(conditions.hidden)}</p>}
        {measured.length === 0 && <p className="attention">{words.nothing}</p>}
      </div>
      {measured.length > 0 && (
        <>
          <Numbers measured={measured} fastest={fastest} title={report.model.title} />
          <Charts measured={measured} outcome={outcome} sustained={sustained} />
          {sustained && <Drifts measured={measured} />}
          <div className="bench-tables">
            <OverTimeTable measured={measured} />
            <DistributionTable measured={measured} />
          </div>
          <div className="bench-columns">
            <Stages measured={measured} />
            <Cold measured={measured} />
          </div>
        </>
      )}
      {refused.length > 0 && (
        <ul className="plain bench-refused">
          {refused.map((one) => (
            <li key={wayWords(one)}>
              <strong>{wayWords(one)}</strong> <span className="quiet">{one.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How each way was at the end of a long time, against its first minute. */
function Drifts({ measured }: { measured: readonly MeasuredWay[] }): ReactNode {
  return (
    <ul className="plain bench-drifts" data-testid="bench-drifts">
      {measured.map((way) => {
        const drift = endDrift(way.drift);
        const percent = drift === null ? 0 : Math.round((drift - 1) * 100);
        return (
          <li key={`${way.variant} ${wayWords(way)}`}>
            <strong>{wayWords(way)}</strong>{" "}
            <span className={percent > 10 ? "attention" : "quiet"}>
              {drift === null ? words.driftUnknown : words.drift(percent)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Numbers({
  measured,
  fastest,
  title,
}: {
  measured: readonly MeasuredWay[];
  fastest: MeasuredWay | undefined;
  title: string;
}): ReactNode {
  return (
    <BenchTable label={words.caption(title)} className="bench-numbers">
      <WayHead
        columns={[
          words.p50,
          words.agreement,
          words.p90,
          words.p99,
          words.shortest,
          words.longest,
          words.mean,
          words.throughput,
          words.runs,
        ]}
      />
      <tbody>
        {measured.map((way, index) => {
          const { infer } = way.stages;
          return (
            <tr key={`${way.variant} ${wayWords(way)}`} data-fastest={way === fastest}>
              <th scope="row">
                <span className="bench-swatch" data-series={index} aria-hidden="true" />
                {wayWords(way)}
                <small className="quiet">
                  {way.reason ? words.brokeDown(way.reason) : way.precision}
                </small>
              </th>
              <td data-main="true">{words.ms(infer.p50Ms)}</td>
              <td className="bench-agreement">
                <Agreement way={way} />
              </td>
              <td>{words.ms(infer.p90Ms)}</td>
              <td>{words.ms(infer.p99Ms)}</td>
              <td>{words.ms(infer.minMs)}</td>
              <td>{words.ms(infer.maxMs)}</td>
              <td>
                {words.ms(infer.meanMs)}
                <small className="quiet">{words.spread(words.ms(infer.deviationMs))}</small>
              </td>
              <td>{words.perSecond(infer.throughput)}</td>
              <td>{infer.runs}</td>
            </tr>
          );
        })}
      </tbody>
    </BenchTable>
  );
}

function Agreement({ way }: { way: MeasuredWay }): ReactNode {
  const { agreement } = way;
  if (!agreement) return <span className="quiet">{words.agreementNone}</span>;
  const { worst, tolerance, reference } = agreement;
  if (tolerance === null) {
    return <span className="quiet">{words.differsBy(tiny(worst), reference)}</span>;
  }
  const right = isRight(way);
  return (
    <>
      {right === true && <span className="alive">{words.right}</span>}
      {right === false && <span className="attention">{words.wrong}</span>}
      <small className="quiet">{words.agreesWithin(tiny(worst), tiny(tolerance))}</small>
    </>
  );
}

/** Small differences by their size: "0.0012", "3e-7". */
function tiny(value: number): string {
  return value === 0 ? "0" : value < 1e-4 ? value.toExponential(0) : String(+value.toPrecision(2));
}
