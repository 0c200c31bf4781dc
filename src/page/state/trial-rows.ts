import type { BroughtModel, ExaminedModel, ModelTrial } from "#protocol";
import type { ModelCard } from "#shared";
import type { TrialRow, TrialStep } from "./import-state.ts";

/** The trials that a model waits for: every engine that reads its format, on every backend of this browser. */
export function rowsOf({ support }: ExaminedModel, hasGpu: boolean): readonly TrialRow[] {
  return support
    .filter(({ backend, reasons }) => {
      // An engine that reads another format has nothing to do with this file.
      const foreign = reasons.some(({ code }) => code === "format");
      return !foreign && (backend === "wasm" || hasGpu);
    })
    .map(({ engine, backend, ok, reasons }) => ({
      engine,
      backend,
      step: ok ? { at: "waiting" } : { at: "unfit", reasons },
    }));
}

/** The engine that shows the preview: one that ran the model, else one that was tried. */
export function rowToShow(trials: readonly TrialRow[]): TrialRow | undefined {
  return (
    trials.find(({ step }) => step.at === "ran") ??
    trials.find(({ step }) => step.at === "failed" || step.at === "running")
  );
}

/** What became of a trial, held against the first one where it is another's. */
export function stepOf(ran: ModelTrial, first: ModelTrial | undefined): TrialStep {
  const { loadMs, inferMs, threads } = ran;
  const agreement = first ? worstDifference(first.sample, ran.sample) : null;
  return { at: "ran", loadMs, inferMs, threads, agreement };
}

/** What is remembered of the trials with a model that is kept. */
export function measureOf(trials: readonly TrialRow[]): BroughtModel["measure"] {
  const row = trials.find(({ step }) => step.at === "ran");
  if (row?.step.at !== "ran") return null;
  const agreements = trials.flatMap(({ step }) =>
    step.at === "ran" && step.agreement !== null ? [step.agreement] : [],
  );
  const agreement = agreements.length > 0 ? Math.max(...agreements) : null;
  return { engine: row.engine, backend: row.backend, inferMs: row.step.inferMs, agreement };
}

/**
 * The outputs as the trial saw them. Files state shapes that they do not keep: only what was seen is held
 * against an engine later.
 */
export function outputsSeen(card: ModelCard, trial: ModelTrial | undefined): ModelCard["outputs"] {
  return card.outputs.map(
    (output) => trial?.outputs.find(({ name }) => name === output.name) ?? { ...output, shape: [] },
  );
}

/** The largest difference between two engines' answers to the same input. */
export function worstDifference(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): number {
  let worst = 0;
  for (const [output, values] of one.entries()) {
    for (const [index, value] of values.entries()) {
      const beside = other[output]?.[index] ?? Number.POSITIVE_INFINITY;
      worst = Math.max(worst, Math.abs(value - beside));
    }
  }
  return worst;
}
