import type { ReactNode } from "react";
import { wordsOf } from "../error-text.ts";
import type { ImportState } from "../state/import-state.ts";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";
import { Advices } from "./advices.tsx";
import { Corrections } from "./corrections.tsx";
import { Facts } from "./facts.tsx";
import { PreviewPane } from "./preview-pane.tsx";
import { Trials } from "./trials.tsx";

/** A model that was read: what it finds, how it will be used and why, and every guess to correct. */
export function Proposal({
  imports,
  state,
}: {
  imports: Imports;
  state: ImportState & { at: "proposed" };
}): ReactNode {
  const ran = state.trials.some(({ step }) => step.at === "ran");
  const busy = state.trials.some(({ step }) => step.at === "running" || step.at === "waiting");
  const failed = state.trials.some(({ step }) => step.at === "failed");
  const found = (
    <>
      <Trials trials={state.trials} />
      <Advices imports={imports} examined={state.examined} isNeeded={!ran && !busy} />
    </>
  );
  return (
    <section
      className="proposal"
      aria-label={words.proposal}
      data-testid="model-proposal"
      data-busy={busy}
    >
      {ran || busy || failed ? (
        <PreviewPane imports={imports} state={state} />
      ) : (
        <div className="proposal-side">
          <p className="attention">{words.notRun}</p>
          {found}
        </div>
      )}
      <div className="proposal-side">
        <Corrections imports={imports} state={state} />
        {state.error && (
          <p className="attention" role="alert">
            {wordsOf(state.error).words}
          </p>
        )}
        {failed && !ran && !busy && <p className="attention">{words.notRun}</p>}
        <div className="row">
          <button
            type="button"
            className={ran || busy ? "button primary" : "button"}
            data-testid="model-accept"
            disabled={state.saving}
            onClick={() => void imports.accept()}
          >
            {state.saving ? words.keeping : ran ? words.accept : words.runAnyway}
          </button>
          <button type="button" className="button" onClick={imports.cancel}>
            {words.cancel}
          </button>
        </div>
      </div>
      {(ran || busy || failed) && found}
      <Facts examined={state.examined} />
    </section>
  );
}
