import { type ReactNode, useState } from "react";
import { cards } from "#models";
import { wordsOf } from "../error-text.ts";
import {
  type Bench,
  type BenchLength,
  limitOf,
  minuteChoices,
  mostCandidates,
} from "../state/bench.ts";
import { benchText as words } from "../text/bench-text.ts";
import { useAppState } from "../ui/app-context.ts";
import { missingOf } from "./missing.ts";
import { useBenchState } from "./use-bench.ts";
import { Ways } from "./ways.tsx";

const lengths = ["quick", "full", "sustained"] as const satisfies readonly BenchLength[];

/** What is measured, in which ways, and for how long. */
export function Setup({ bench }: { bench: Bench }): ReactNode {
  const state = useBenchState(bench, (all) => all);
  const brought = useAppState((all) => all.brought);
  const [asked, setAsked] = useState(false);
  const { model, plan, chosen, length, minutes, run } = state;
  const limit = limitOf(length, minutes, undefined);
  const wholeMs = limit.of === "all" ? limit.mostMs : limit.mostMs * chosen.size;
  const missing = plan.at === "ready" ? missingOf(plan.plan, chosen) : 0;
  const none = chosen.size === 0;
  return (
    <section className="bench-card bench-setup" aria-label={words.ways}>
      <label className="control">
        <span>{words.model}</span>
        <select
          data-testid="bench-model"
          value={model}
          onChange={({ target }) => bench.setModel(target.value)}
        >
          {brought.length > 0 && (
            <optgroup label={words.broughtModels}>
              {brought.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label={words.ownModels}>
            {cards.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {plan.at === "reading" && (
        <p className="quiet bench-reading" role="status">
          {words.reading}
        </p>
      )}
      {plan.at === "failed" && (
        <div role="alert">
          <p className="attention">{wordsOf(plan.error).words}</p>
          <button type="button" className="button" onClick={() => bench.setModel(model)}>
            {words.readAgain}
          </button>
        </div>
      )}
      {plan.at === "ready" && <Ways bench={bench} plan={plan.plan} chosen={chosen} />}
      <fieldset className="bench-length">
        <legend>{words.length}</legend>
        <div className="segments">
          {lengths.map((each) => (
            <label key={each}>
              <input
                className="laid-over"
                type="radio"
                name="bench-length"
                data-testid={`bench-length-${each}`}
                checked={length === each}
                onChange={() => bench.setLength(each)}
              />
              <span>{words.lengthName[each]}</span>
            </label>
          ))}
        </div>
        <p className="quiet">
          {words.lengthWords[length]} {words.atMost(wholeMs / 60_000)}
        </p>
      </fieldset>
      {length === "sustained" && (
        <label className="control">
          <span>{words.minutes}</span>
          <select
            data-testid="bench-minutes"
            value={minutes}
            onChange={({ target }) => bench.setMinutes(Number(target.value))}
          >
            {minuteChoices.map((count) => (
              <option key={count} value={count}>
                {words.minutesOf(count)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="bench-start">
        <button
          type="button"
          className="button primary"
          data-testid="bench-start"
          aria-disabled={plan.at !== "ready" || none}
          onClick={() => {
            setAsked(true);
            bench.start();
          }}
        >
          {run.at === "done" ? words.again : words.start}
        </button>
        <p className="quiet">
          {missing > 0 && `${words.download(missing)} `}
          {words.alone}
        </p>
      </div>
      <p role="status" className={asked && none ? "attention" : "visually-hidden"}>
        {plan.at === "ready" && asked && none && words.chooseSome}
        {chosen.size === mostCandidates && words.most(mostCandidates)}
      </p>
    </section>
  );
}
