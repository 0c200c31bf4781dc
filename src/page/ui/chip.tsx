import type { ReactNode } from "react";
import { failureOf, isLive, phaseOf } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** The quiet chip: alive or not, how fast, where. A tap opens the whole truth. */
export function Chip(): ReactNode {
  const { app } = useApp();
  const phase = useAppState(phaseOf);
  const failed = useAppState((state) => failureOf(state) !== undefined);
  const session = useAppState((state) => (state.model.at === "ready" ? state.model.session : null));
  const worker = useAppState((state) => state.worker);
  const live = useAppState(isLive);
  const spared = useAppState((state) => state.governor.framesPerSecond !== null);
  const runs = phase === "running" && live && worker !== null && worker.fps > 0;
  return (
    <button
      type="button"
      className="chip"
      data-testid="open-truth"
      aria-haspopup="dialog"
      onClick={() => app.openSheet("truth")}
    >
      <span
        className="dot"
        data-phase={failed ? "failed" : phase === "running" && spared ? "paused" : phase}
        aria-hidden="true"
      />
      <span className="chip-words">
        {phase === "running" && spared
          ? text.slowed
          : phase === "running" || phase === "idle"
            ? text.onDevice
            : text.status[phase]}
      </span>
      {runs && (
        <span className="chip-numbers numbers">
          {text.fps(worker.fps)}
          <span className="chip-age"> · {text.ms(worker.frameAgeMs.p50Ms)}</span>
        </span>
      )}
      {session && (
        <span className="chip-engine numbers">
          {session.engine} · {session.backend}
        </span>
      )}
    </button>
  );
}
