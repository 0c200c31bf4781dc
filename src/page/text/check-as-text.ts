import type { DeviceCheck } from "#protocol";
import { checkText } from "./check-text.ts";
import { text } from "./text.ts";

/** Where and when a check was made. */
export interface CheckFacts {
  readonly version: string;
  readonly browser: string;
  readonly processors: number;
  readonly isolated: boolean;
  readonly at: Date;
}

/** A difference as people read it: two digits that count. */
export function differenceInWords(worst: number | null): string {
  if (worst === null) return checkText.noNumber;
  return worst === 0 ? "0" : String(Number(worst.toPrecision(2)));
}

/** A check as plain text, one line for each engine on each backend. */
export function checkAsText(checks: readonly DeviceCheck[], facts: CheckFacts): string {
  const when = `${facts.at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const isolated = `${text.isolated.toLowerCase()}: ${(facts.isolated ? text.yes : text.no).toLowerCase()}`;
  return [
    `${text.app} ${facts.version}, ${checkText.title.toLowerCase()}, ${when}`,
    `${facts.browser}; ${text.threads(facts.processors)}, ${isolated}`,
    ...checks.map(lineOf),
    "",
  ].join("\n");
}

function lineOf(check: DeviceCheck): string {
  const { engine, backend, ok, agreement, coldMs, warmMs, threads, build, reason } = check;
  const parts = [
    agreement &&
      `${checkText.agreement.toLowerCase()} ${checkText.agreementOf(differenceInWords(agreement.worst), agreement.tolerance)}`,
    coldMs !== null && `${checkText.cold.toLowerCase()} ${text.ms(coldMs)}`,
    warmMs !== null && `${checkText.warm.toLowerCase()} ${text.ms(warmMs)}`,
    threads !== null && text.threads(threads),
    build,
    reason,
  ].filter(Boolean);
  const word = (ok ? checkText.ok : checkText.notOk).toLowerCase();
  return `${text.engineName[engine]} ${backend}: ${[word, ...parts].join(", ")}`;
}
