import type { ReactNode } from "react";
import { wordsOf } from "../error-text.ts";
import type { ImportState } from "../state/import-state.ts";
import { modelsText as words } from "../text/models-text.ts";

/** Why a model cannot be used, in plain words. */
export function Refused({
  state: { name, error },
  onClose,
}: {
  state: ImportState & { at: "refused" };
  onClose(): void;
}): ReactNode {
  const code = "code" in error.details ? String(error.details.code) : error.code;
  const why = wordsOf(error).words;
  // The title names the file already.
  const named = `${name}: `;
  return (
    <section className="model-card" role="alert" data-testid="model-refused" data-code={code}>
      <h3>{words.refused(name)}</h3>
      <p>{why.startsWith(named) ? why.slice(named.length) : why}</p>
      <div className="row">
        <button type="button" className="button" onClick={onClose}>
          {words.another}
        </button>
      </div>
    </section>
  );
}
