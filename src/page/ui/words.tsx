import { type ReactNode, useEffect, useState } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { phaseOf } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** A sentence must hold this long before it is spoken: boxes come and go faster than speech. */
const holdMs = 1_500;

/** The result in words, one line; each press shows the details of the next thing. */
export function Words({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const { app } = useApp();
  const result = useAppState((state) => state.result);
  const phase = useAppState(phaseOf);
  const [asked, setAsked] = useState(0);
  const words = result && view ? view.words(result) : "";
  const active = phase === "running" || phase === "paused";
  if (!active || !result) return <div className="words" />;
  const showNext = (): void => {
    const points = view?.detailPoints?.(result) ?? [];
    const point = points[asked % Math.max(1, points.length)];
    setAsked(asked + 1);
    app.showDetail(point ? (view?.detailAt(result, point[0], point[1]) ?? null) : null);
  };
  return (
    <div className="words">
      {words === "" ? (
        <p className="words-none">{text.nothingFound}</p>
      ) : (
        <button
          type="button"
          className="words-line"
          data-testid="words"
          title={text.details}
          onClick={showNext}
        >
          {/* Only what is seen begins anew with other words: the button keeps the focus. */}
          <span key={words}>{words}</span>
        </button>
      )}
    </div>
  );
}

/** Tells a screen reader what is seen, politely and only when it changed and held. */
export function Spoken({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const spoken = useAppState((state) => (state.result && view ? view.spoken(state.result) : ""));
  const phase = useAppState(phaseOf);
  const offlineReady = useAppState((state) => state.offlineReady);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(spoken), holdMs);
    return () => clearTimeout(timer);
  }, [spoken]);
  return (
    <>
      <div className="visually-hidden" aria-live="polite" data-testid="spoken">
        {phase === "running" || phase === "paused" ? said : ""}
      </div>
      {offlineReady && (
        <p className="visually-hidden" data-testid="offline-ready">
          {text.offlineReady}
        </p>
      )}
      <output className="visually-hidden" data-testid="status" data-state={phase}>
        {text.status[phase]}
      </output>
    </>
  );
}
