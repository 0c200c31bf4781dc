import type { TuneCandidate } from "#protocol";
import type { BenchStep } from "../state/bench-run.ts";
import { benchText as words } from "../text/bench-text.ts";
import { wayWords } from "./way-words.ts";

/** What a screen reader is told of a step: each start and each tenth, for numbers run faster than speech. */
export function spokenStep(step: BenchStep, candidates: readonly TuneCandidate[]): string {
  if (step.at === "running") return words.measured(Math.floor(step.part * 10) * 10);
  const starting = candidates[step.index];
  return starting ? words.starting(wayWords(starting), step.index, step.total) : "";
}
