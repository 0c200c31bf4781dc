import type { ReactNode } from "react";
import { phaseOf } from "../state/app-state.ts";
import { timeInWords } from "../text/numbers.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** One press of an arrow key moves this far. */
const stepSeconds = 0.1;

/** A playing video's controls: pause, position, time. */
export function VideoBar(): ReactNode {
  const { app } = useApp();
  const phase = useAppState(phaseOf);
  const video = useAppState((state) => (state.source === "files" ? state.video : null));
  if (video?.at !== "open" || (phase !== "running" && phase !== "paused")) return null;
  const { name, positionSeconds, durationSeconds } = video;
  const frozen = phase === "paused";
  const position = timeInWords(positionSeconds);
  const duration = timeInWords(durationSeconds);
  return (
    <section className="video-bar on-picture" aria-label={name}>
      <button
        type="button"
        className="round"
        data-testid="video-play"
        aria-label={frozen ? text.play : text.pause}
        onClick={app.toggleFrozen}
      >
        <Icon name={frozen ? "play" : "freeze"} />
      </button>
      <input
        type="range"
        data-testid="video-seek"
        aria-label={text.position}
        aria-valuetext={text.playedOf(position, duration)}
        min={0}
        max={durationSeconds}
        step={stepSeconds}
        value={positionSeconds}
        disabled={durationSeconds === 0}
        onChange={({ target }) => app.seekVideo(target.valueAsNumber)}
      />
      <span className="numbers" aria-hidden="true">
        {position} / {duration}
      </span>
    </section>
  );
}
