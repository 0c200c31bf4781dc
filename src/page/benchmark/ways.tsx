import type { ReactNode } from "react";
import type { BenchChoice, BenchPlan } from "#protocol";
import { computesInHalves } from "#shared";
import { type Bench, candidateKey } from "../state/bench.ts";
import { benchText as words } from "../text/bench-text.ts";
import { text } from "../text/text.ts";

/** Every way to run the model, with the threads that it may use. */
export function Ways({
  bench,
  plan,
  chosen,
}: {
  bench: Bench;
  plan: BenchPlan;
  chosen: ReadonlySet<string>;
}): ReactNode {
  const fit = plan.choices.filter(({ reason }) => reason === undefined);
  const unfit = plan.choices.filter(({ reason }) => reason !== undefined);
  return (
    <fieldset className="bench-ways">
      <legend>{words.ways}</legend>
      {fit.length === 0 && <p className="attention">{words.noWays}</p>}
      <ul className="plain">
        {fit.map((choice) => (
          <li key={candidateKey(choice, 0)}>
            <div>
              <strong>{nameOf(choice)}</strong>
              <small className="quiet">
                {choice.precision}
                {choice.backend === "webgpu" && plan.softwareGpu && `. ${words.software}`}
              </small>
            </div>
            <div className="bench-pills">
              {choice.threads
                .toSorted((a, b) => a - b)
                .map((threads) => (
                  <Pill
                    key={threads}
                    bench={bench}
                    choice={choice}
                    threads={threads}
                    checked={chosen.has(candidateKey(choice, threads))}
                  />
                ))}
            </div>
          </li>
        ))}
      </ul>
      {unfit.length > 0 && (
        <details>
          <summary>
            {words.unfit} ({unfit.length})
          </summary>
          <ul className="plain">
            {unfit.map((choice) => (
              <li key={candidateKey(choice, 0)}>
                <div>
                  {nameOf(choice)}
                  <small className="quiet">{choice.reason}</small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  );
}

function Pill({
  bench,
  choice,
  threads,
  checked,
}: {
  bench: Bench;
  choice: BenchChoice;
  threads: number;
  checked: boolean;
}): ReactNode {
  const { engine, backend, variant } = choice;
  const halves = computesInHalves(variant) ? "-halves" : "";
  return (
    <label className="bench-pill">
      <input
        className="laid-over"
        type="checkbox"
        data-testid={`bench-way-${engine}-${backend}-${threads}${halves}`}
        aria-label={`${nameOf(choice)}, ${choice.precision}, ${words.threads(threads)}`}
        checked={checked}
        onChange={() => bench.toggle(candidateKey(choice, threads))}
      />
      <span aria-hidden="true">
        {backend === "wasm" ? words.threads(threads) : words.backend.webgpu}
      </span>
    </label>
  );
}

function nameOf({
  engine,
  backend,
  variant,
}: Pick<BenchChoice, "engine" | "backend" | "variant">): string {
  const on = words.wayOf(text.engineName[engine], words.backend[backend]);
  return computesInHalves(variant) ? words.inHalves(on) : on;
}
