import { type ReactNode, useRef } from "react";
import type { BenchReport } from "#exports";
import { wordsOf } from "../error-text.ts";
import type { Bench, BenchOtherState } from "../state/bench.ts";
import { type BenchComparison, compareReports } from "../state/bench-compare.ts";
import { benchText as words } from "../text/bench-text.ts";
import { BenchTable, WayHead } from "./bench-table.tsx";
import { wayWords } from "./way-words.ts";

/** This device's report beside another's. */
export function Compare({
  bench,
  own,
  other,
}: {
  bench: Bench;
  own: BenchReport | null;
  other: BenchOtherState;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="bench-card bench-compare" aria-label={words.compare}>
      <h3>{words.compare}</h3>
      <p className="quiet">{own ? words.compareWords : words.compareOwn}</p>
      {other.at === "refused" && (
        <div role="alert" data-testid="bench-refused" data-code={other.error.code}>
          <p className="attention">{wordsOf(other.error).title}</p>
          <p>{wordsOf(other.error).words}</p>
        </div>
      )}
      {!own && other.at === "read" && (
        <p role="status">{words.compareWaits(other.file, other.report.model.title)}</p>
      )}
      {own && other.at === "read" && (
        <Side comparison={compareReports(own, other.report)} file={other.file} />
      )}
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="bench-compare"
          onClick={() => input.current?.click()}
        >
          {other.at === "none" ? words.choose : words.another}
        </button>
        {other.at !== "none" && (
          <button type="button" className="button" onClick={bench.closeComparison}>
            {words.close}
          </button>
        )}
      </div>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept="application/json,.json"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="bench-compare-input"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) void bench.compareWith(file);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </section>
  );
}

function Side({ comparison, file }: { comparison: BenchComparison; file: string }): ReactNode {
  if (comparison.at === "different") {
    return (
      <p className="attention" role="alert" data-testid="bench-different">
        {words.different[comparison.in](comparison.here, comparison.there)}
      </p>
    );
  }
  const { pairs, fastest, differences, onlyHere, onlyThere } = comparison;
  return (
    <div className="bench-side" data-testid="bench-comparison">
      <p className="quiet">{words.compared(file)}</p>
      {fastest && <p className="bench-headline">{words.headline(fastest.ratios.p50)}</p>}
      {pairs.length > 0 && <p className="quiet">{words.compareCaption}</p>}
      {pairs.length > 0 && (
        <BenchTable label={words.compareCaption}>
          <WayHead
            columns={[
              words.here,
              words.there,
              words.ratio,
              words.p90,
              words.p99,
              words.stageName.endToEnd,
              words.cold,
            ]}
          />
          <tbody>
            {pairs.map(({ here, there, ratios }) => (
              <tr key={`${here.variant} ${wayWords(here)}`} data-testid="bench-pair">
                <th scope="row">
                  {wayWords(here)}
                  {here.threads !== there.threads && (
                    <small className="quiet">
                      {words.there}: {words.threads(there.threads)}
                    </small>
                  )}
                </th>
                <td>{words.ms(here.stages.infer.p50Ms)}</td>
                <td>{words.ms(there.stages.infer.p50Ms)}</td>
                <td data-main="true">{words.ratioOf(ratios.p50)}</td>
                <td>{words.ratioOf(ratios.p90)}</td>
                <td>{words.ratioOf(ratios.p99)}</td>
                <td>{words.ratioOf(ratios.endToEnd)}</td>
                <td>{words.ratioOf(ratios.start)}</td>
              </tr>
            ))}
          </tbody>
        </BenchTable>
      )}
      {(onlyHere.length > 0 || onlyThere.length > 0) && (
        <ul className="plain quiet">
          {onlyHere.map((way) => (
            <li key={`here ${way.variant} ${wayWords(way)}`}>{words.notThere(wayWords(way))}</li>
          ))}
          {onlyThere.map((way) => (
            <li key={`there ${way.variant} ${wayWords(way)}`}>{words.notHere(wayWords(way))}</li>
          ))}
        </ul>
      )}
      <h4>{words.differences}</h4>
      {differences.length === 0 ? (
        <p className="quiet">{words.noDifferences}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{words.here}</th>
              <th scope="col">{words.there}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ about, here, there }) => (
              <tr key={about}>
                <th scope="row">{words.differenceName[about]}</th>
                <td>{here}</td>
                <td>{there}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
