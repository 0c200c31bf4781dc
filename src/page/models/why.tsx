import type { ReactNode } from "react";
import type { ExaminedModel } from "#protocol";
import { modelsText as words } from "../text/models-text.ts";

/** What each guess rests on. */
export function Why({ reasons }: { reasons: ExaminedModel["proposal"]["reasons"] }): ReactNode {
  if (reasons.length === 0) return null;
  return (
    <details className="why">
      <summary>{words.why}</summary>
      <dl>
        {reasons.map(({ about, code, detail }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the reasons of a proposal never change their order
          <div key={index}>
            <dt>{words.about2[about]}</dt>
            <dd>
              {words.reasons[code]}
              {detail !== "" && `: ${detail}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
