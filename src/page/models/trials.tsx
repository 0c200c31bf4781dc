import type { ReactNode } from "react";
import type { TrialRow } from "../state/import-state.ts";
import { modelsText as words } from "../text/models-text.ts";

/** Every engine that reads the format, and what became of its trial. */
export function Trials({ trials }: { trials: readonly TrialRow[] }): ReactNode {
  return (
    <section className="model-part" aria-label={words.engines}>
      <h3>{words.engines}</h3>
      <ul className="plain trials">
        {trials.map(({ engine, backend, step }) => (
          <li
            key={`${engine} ${backend}`}
            data-testid={`trial-${engine}-${backend}`}
            data-at={step.at}
          >
            <strong>{words.on(words.engine[engine], words.backend[backend])}</strong>
            <span className="numbers">{stepInWords(step)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stepInWords(step: TrialRow["step"]): string {
  switch (step.at) {
    case "waiting":
      return words.trial.waiting;
    case "running":
      return words.trial.running;
    case "unfit":
      return `${words.trial.unfit}: ${step.reasons.map((reason) => words.unfit[reason.code](reason)).join("; ")}`;
    case "failed":
      return `${words.trial.failed}: ${step.reason}`;
    case "ran": {
      const agrees = step.agreement === null ? [] : [words.trial.agrees(step.agreement)];
      return [words.trial.ran(step.inferMs), ...agrees].join(", ");
    }
  }
}
