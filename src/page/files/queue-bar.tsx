import type { ReactNode } from "react";
import { phaseOf } from "../state/app-state.ts";
import { countsOf, isCurrent } from "../state/queue-state.ts";
import { filesText } from "../text/files-text.ts";
import { useApp, useAppState } from "../ui/app-context.ts";

const everyNths = [1, 3, 10, 30] as const;

/** Where the queue stands, and what can be done with all of it. */
export function QueueBar(): ReactNode {
  const { app } = useApp();
  const queue = useAppState((state) => state.queue);
  const isWanted = useAppState((state) => state.wanted);
  const task = useAppState((state) => state.task);
  const options = useAppState((state) => state.options[state.task]);
  // What is on its way has its own way out.
  const isLoading = useAppState((state) => phaseOf(state) === "loading");
  const { cancel, goOn, retryFailed, lookAgain, clear, setEveryNth } = app.files.queue;
  const { total, done, failed, left } = countsOf(queue);
  const runs = left > 0 && !queue.stopped && isWanted;
  const stale = queue.items.filter(
    ({ outcome }) =>
      outcome.at === "done" &&
      !isCurrent({ task: outcome.facts.task, options: outcome.options }, task, options),
  ).length;
  const hasVideo = queue.items.some(({ kind }) => kind === "video");
  return (
    <section
      className="queue-bar"
      aria-label={filesText.queue}
      data-testid="queue"
      data-done={done}
      data-total={total}
      data-failed={failed}
      data-state={runs ? "running" : left > 0 ? "stopped" : "finished"}
    >
      <div className="queue-words">
        <p className="numbers">
          {left > 0 ? filesText.progress(done + failed, total) : filesText.finished(total)}
          {left > 0 && !runs && <span className="quiet"> · {filesText.cancelled(left)}</span>}
          {failed > 0 && <span className="queue-failed"> · {filesText.failed(failed)}</span>}
        </p>
        {left > 0 && (
          <progress
            max={total}
            value={done + failed}
            aria-label={filesText.queue}
            data-runs={runs}
          />
        )}
        {stale > 0 && !runs && <p className="quiet">{filesText.stale(stale)}</p>}
        {queue.leftOut > 0 && <p className="quiet">{filesText.leftOut(queue.leftOut)}</p>}
      </div>
      <div className="row">
        {runs && !isLoading && (
          <button type="button" className="button" data-testid="queue-cancel" onClick={cancel}>
            {filesText.cancel}
          </button>
        )}
        {left > 0 && !runs && (
          <button type="button" className="button primary" data-testid="queue-go-on" onClick={goOn}>
            {filesText.goOn}
          </button>
        )}
        {stale > 0 && !runs && (
          <button
            type="button"
            className="button primary"
            data-testid="queue-look-again"
            onClick={lookAgain}
          >
            {filesText.lookAgain(stale)}
          </button>
        )}
        {failed > 0 && !runs && (
          <button type="button" className="button" data-testid="queue-retry" onClick={retryFailed}>
            {filesText.retryFailed}
          </button>
        )}
        {!runs && (
          <button type="button" className="button" data-testid="queue-clear" onClick={clear}>
            {filesText.removeAll}
          </button>
        )}
      </div>
      {hasVideo && (
        <label className="control queue-nth">
          <span>{filesText.everyNth}</span>
          <select
            value={queue.everyNth}
            onChange={({ target }) => setEveryNth(Number(target.value))}
          >
            {everyNths.map((n) => (
              <option key={n} value={n}>
                {filesText.nth(n)}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="visually-hidden" role="status">
        {total > 0 && left === 0 && filesText.finished(total)}
        {total > 0 && left === 0 && failed > 0 && `, ${filesText.failed(failed)}`}
      </p>
    </section>
  );
}
