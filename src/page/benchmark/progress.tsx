import { type ReactNode, useEffect, useRef } from "react";
import type { Bench, BenchRunState } from "../state/bench.ts";
import { benchText as words } from "../text/bench-text.ts";
import { spokenStep } from "./spoken-step.ts";
import { wayWords } from "./way-words.ts";

/** How far the measuring is, and the way out of it. */
export function Progress({
  bench,
  run,
}: {
  bench: Bench;
  run: BenchRunState & { at: "running" };
}): ReactNode {
  const { step, candidates, bytes } = run;
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone.
  useEffect(() => button.current?.focus(), []);
  const starting = step.at === "starting" ? candidates[step.index] : undefined;
  return (
    <section className="bench-card bench-progress" aria-label={words.progress}>
      <p role="status" className="visually-hidden">
        {spokenStep(step, candidates)}
      </p>
      <p className="numbers" data-testid="bench-status">
        {step.at === "starting"
          ? starting && words.starting(wayWords(starting), step.index, step.total)
          : words.measuring(
              Math.round(step.part * 100),
              step.runs.reduce((sum, count) => sum + count, 0),
            )}
      </p>
      {bytes && (
        <p className="quiet numbers">{words.bringing(bytes.loadedBytes, bytes.totalBytes)}</p>
      )}
      {step.at === "running" ? (
        <progress max={1} value={step.part} aria-label={words.progress} />
      ) : (
        <progress
          {...(bytes && { max: bytes.totalBytes, value: bytes.loadedBytes })}
          aria-label={words.progress}
        />
      )}
      <ul className="plain bench-counts numbers">
        {candidates.map((candidate, index) => (
          <li key={wayWords(candidate)}>
            <span>{wayWords(candidate)}</span>
            <span className="quiet">
              {step.at === "running" ? words.runCount(step.runs[index] ?? 0) : ""}
            </span>
          </li>
        ))}
      </ul>
      <p className="quiet">{words.alone}</p>
      <button
        ref={button}
        type="button"
        className="button"
        data-testid="bench-cancel"
        onClick={bench.cancel}
      >
        {words.cancel}
      </button>
    </section>
  );
}
