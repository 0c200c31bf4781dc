import { type ReactNode, useEffect, useState } from "react";
import type { CandidateRow, SessionReport } from "#protocol";
import { computesInHalves } from "#shared";
import { text } from "../text/text.ts";
import { tuneText } from "../text/tune-text.ts";
import { useApp, useAppState } from "./app-context.ts";
import "./styles/candidates.css";

/** What could run the model here, how fast each is, and the button that measures it. */
export function Candidates(): ReactNode {
  const session = useAppState((state) => (state.model.at === "ready" ? state.model.session : null));
  const rows = useAppState((state) => state.worker?.candidates) ?? [];
  const swap = useAppState((state) => state.worker?.swap);
  if (!session) return null;
  const models = [...new Set(rows.map(({ model }) => model))];
  return (
    <section>
      <h3>{tuneText.title}</h3>
      <p className="quiet">{tuneText.about}</p>
      <Measure key={`${session.task} ${session.model}`} />
      {models.map((model) => (
        <table className="candidates" data-testid="candidates" key={model}>
          <caption className={models.length > 1 ? "quiet" : "visually-hidden"}>
            {tuneText.caption(model)}
          </caption>
          <thead>
            <tr>
              <th scope="col">{tuneText.way}</th>
              <th scope="col">{tuneText.median}</th>
              <th scope="col">{tuneText.start}</th>
            </tr>
          </thead>
          <tbody className="numbers">
            {rows
              .filter((row) => row.model === model)
              .map((row) => (
                <Row key={keyOf(row)} row={row} used={isUsed(row, session)} />
              ))}
          </tbody>
        </table>
      ))}
      {swap && (
        <p className="quiet">
          {tuneText.swapped(
            text.engineName[swap.winner],
            text.engineName[swap.firstEngine],
            swap.atFrame,
          )}
        </p>
      )}
    </section>
  );
}

function Measure(): ReactNode {
  const { app } = useApp();
  const tuning = useAppState((state) => state.tuning);
  const [missing, setMissing] = useState<number | null>(null);
  const measuring = tuning.at === "measuring";
  useEffect(() => {
    let gone = false;
    if (!measuring) {
      void app.tuning.missingBytes().then((bytes) => {
        if (!gone) setMissing(bytes);
      });
    }
    return () => {
      gone = true;
    };
  }, [app, measuring]);
  return (
    <div className="candidates-actions">
      {/* One button: the focus stays on it. */}
      <button
        type="button"
        className="button"
        data-testid={measuring ? "tune-cancel" : "tune-now"}
        onClick={measuring ? app.tuning.cancel : app.tuning.measureNow}
      >
        {measuring ? tuneText.cancel : missing ? tuneText.measureWith(missing) : tuneText.measure}
      </button>
      <p className="numbers" role="status">
        {measuring ? tuneText.progress(tuning.done, tuning.total) : ""}
      </p>
    </div>
  );
}

function Row({ row, used }: { row: CandidateRow; used: boolean }): ReactNode {
  const { medianMs, startMs, reason } = row;
  const on = tuneText.wayOf(
    text.engineName[row.engine],
    text.backendName[row.backend],
    row.threads,
  );
  const way = computesInHalves(row.variant) ? tuneText.inHalves(on) : on;
  return (
    <tr>
      <th scope="row">
        {way}
        {used && <span className="alive"> {tuneText.used}</span>}
        {reason && <span className="candidate-reason">{reason}</span>}
      </th>
      <td>{medianMs === undefined ? tuneText.none : text.ms(medianMs)}</td>
      <td>{startMs === undefined ? tuneText.none : text.ms(startMs)}</td>
    </tr>
  );
}

function isUsed(row: CandidateRow, session: SessionReport): boolean {
  return (
    row.model === session.model &&
    row.variant === session.variant &&
    row.engine === session.engine &&
    row.backend === session.backend &&
    row.threads === session.threads
  );
}

function keyOf({ model, variant, engine, backend, threads }: CandidateRow): string {
  return [model, variant, engine, backend, threads].join(" ");
}
