import { type ReactNode, useId } from "react";
import type { GovernorNote, GovernorState } from "../state/governor-state.ts";
import { governorText as words } from "../text/governor-text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** Whether the device is spared, why, since when, and the choice not to. */
export function GovernorSection(): ReactNode {
  const { app } = useApp();
  const governor = useAppState((state) => state.governor);
  const id = useId();
  const { state, watches, log } = governor;
  const [first, ...more] = sentences(governor);
  return (
    <section data-testid="governor" data-state={state}>
      <h3>{words.title}</h3>
      <div role="status">
        <p className={isSlowed(governor) ? "attention" : undefined}>{first}</p>
        {more.length > 0 && <p className="quiet">{more.join(" ")}</p>}
      </div>
      <div className="control">
        <label htmlFor={id}>{words.turn}</label>
        <input
          id={id}
          type="checkbox"
          data-testid="governor-on"
          checked={state !== "off"}
          onChange={({ target }) => app.governDevice(target.checked)}
        />
      </div>
      {watches.length > 0 && (
        <p className="quiet">{words.watched(watches.map((sign) => words.signs[sign]))}</p>
      )}
      {log.length > 0 && (
        <>
          <p className="quiet">{words.log}</p>
          <ul className="plain quiet numbers" data-testid="governor-log">
            {log.toReversed().map((note) => (
              <li key={`${note.atMs} ${note.state}`}>{lineOf(note)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function isSlowed({ state }: GovernorState): boolean {
  return state === "slower" || state === "smaller";
}

function sentences(governor: GovernorState): readonly string[] {
  const { state, reason, framesPerSecond, smaller } = governor;
  const slowed = isSlowed(governor);
  const first = slowed && reason === "battery" ? words.slowedForBattery : words.state[state];
  return [
    first,
    ...(reason ? [words.reason[reason]] : []),
    ...(framesPerSecond === null ? [] : [words.atMost(framesPerSecond)]),
    ...(smaller ? [words.model(smaller.model)] : []),
    ...(slowed ? [words.back] : []),
  ];
}

function lineOf({ atMs, state, reason }: GovernorNote): string {
  const time = new Date(atMs).toLocaleTimeString([], { hourCycle: "h23" });
  const why = reason === null || state === "full" ? "" : ` ${words.reason[reason]}`;
  return `${time}: ${words.note[state]}.${why}`;
}
