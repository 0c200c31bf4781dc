import type { ReactNode } from "react";
import type { CheckRow, CheckState } from "../state/device-check.ts";
import { differenceInWords } from "../text/check-as-text.ts";
import { checkText } from "../text/check-text.ts";
import { text } from "../text/text.ts";
import { Icon } from "./icon.tsx";

/** What a row shows, the same in the table and on the cards. */
interface RowWords {
  readonly key: string;
  readonly engine: string;
  readonly backend: string;
  readonly result: ReactNode;
  readonly reason: string | undefined;
  readonly numbers: readonly (readonly [name: string, value: string])[];
}

/** The rows as a table, for wide places. */
export function CheckTable({ state }: { state: CheckState }): ReactNode {
  const rows = state.rows.map((row) => wordsOf(row, state.at));
  return (
    <table className="check-table">
      <caption className="visually-hidden">{checkText.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{checkText.engine}</th>
          <th scope="col">{checkText.backend}</th>
          <th scope="col">{checkText.result}</th>
          {rows[0]?.numbers.map(([name]) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="numbers">
        {rows.map(({ key, engine, backend, result, reason, numbers }) => (
          <tr key={key}>
            <th scope="row">{engine}</th>
            <td>{backend}</td>
            <td colSpan={reason ? numbers.length + 1 : 1}>
              {result}
              {reason && <span className="check-reason">{reason}</span>}
            </td>
            {!reason && numbers.map(([name, value]) => <td key={name}>{value}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The rows as cards, for narrow places. */
export function CheckCards({ state }: { state: CheckState }): ReactNode {
  return (
    <ul className="check-cards" aria-label={checkText.caption}>
      {state.rows
        .map((row) => wordsOf(row, state.at))
        .map(({ key, engine, backend, result, reason, numbers }) => (
          <li key={key}>
            <div className="check-card-head">
              <strong>{engine}</strong>
              {result}
              <span className="quiet">{backend}</span>
            </div>
            {reason && <p className="check-reason">{reason}</p>}
            {numbers.some(([, value]) => value !== checkText.none) && (
              <dl className="facts">
                {numbers.map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd className="numbers">{value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
    </ul>
  );
}

function wordsOf({ engine, backend, step }: CheckRow, at: CheckState["at"]): RowWords {
  const check = step.at === "done" ? step.check : undefined;
  const { agreement = null, coldMs = null, warmMs = null } = check ?? {};
  const off =
    agreement && checkText.agreementOf(differenceInWords(agreement.worst), agreement.tolerance);
  return {
    key: `${engine} ${backend}`,
    engine: text.engineName[engine],
    backend: text.backendName[backend],
    result: <Result step={step} at={at} />,
    reason: check?.reason,
    numbers: [
      [checkText.agreement, off ?? checkText.none],
      [checkText.cold, coldMs === null ? checkText.none : text.ms(coldMs)],
      [checkText.warm, warmMs === null ? checkText.none : text.ms(warmMs)],
      [checkText.threads, check?.threads?.toString() ?? checkText.none],
      [checkText.build, check?.build ?? checkText.none],
    ],
  };
}

function Result({ step, at }: { step: CheckRow["step"]; at: CheckState["at"] }): ReactNode {
  switch (step.at) {
    case "waiting":
      return (
        <span className="quiet">
          {at === "cancelled"
            ? checkText.step.notChecked
            : at === "idle"
              ? checkText.none
              : checkText.step.waiting}
        </span>
      );
    case "downloading":
      return <span>{checkText.step.downloading(step.loadedBytes, step.totalBytes)}</span>;
    case "done":
      return (
        <span className={step.check.ok ? "alive" : "attention check-not"}>
          <Icon name={step.check.ok ? "shield" : "attention"} />
          {step.check.ok ? checkText.ok : checkText.notOk}
        </span>
      );
    default:
      return <span>{checkText.step[step.at]}</span>;
  }
}
