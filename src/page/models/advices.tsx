import type { ReactNode } from "react";
import type { ExaminedModel } from "#protocol";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";

/** What the doctor has to say, and what it can change. */
export function Advices({
  imports,
  examined: { report, proposal },
  isNeeded,
}: {
  imports: Imports;
  examined: ExaminedModel;
  /** Whether nothing runs without a repair. */
  isNeeded: boolean;
}): ReactNode {
  const all = [...report.advice, ...proposal.advice];
  if (all.length === 0) return null;
  const { width, height } = proposal.input ?? { width: 224, height: 224 };
  return (
    <section className="model-part">
      <ul className="plain advices">
        {all.map(({ code, repair }) => (
          <li key={code} data-testid={`advice-${code}`}>
            <span>{words.advice[code]}</span>
            {repair && (
              <button
                type="button"
                className={isNeeded ? "button primary" : "button"}
                data-testid={`repair-${repair}`}
                onClick={() => imports.repair({ id: repair, size: { batch: 1, width, height } })}
              >
                {words.repairs[repair]}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
