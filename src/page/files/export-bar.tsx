import { type ReactNode, use } from "react";
import { useStore } from "zustand";
import type { AppError } from "#shared";
import { wordsOf } from "../error-text.ts";
import { doneItems } from "../state/export-items.ts";
import type { LeftOut } from "../state/export-zip.ts";
import type { Exporter, ExportFormat, ExportState } from "../state/exporter.ts";
import { exportText } from "../text/export-text.ts";
import { useApp, useAppState } from "../ui/app-context.ts";
import "../ui/styles/exports.css";

const formats: readonly ExportFormat[] = ["zip", "json", "csv", "coco"];

/** Takes what was found in the files out of the app: nothing before a file was looked at. */
export function ExportBar(): ReactNode {
  const { app } = useApp();
  const count = useAppState(({ queue }) => doneItems(queue.items).length);
  if (count === 0) return null;
  return <Formats count={count} exporter={use(app.files.exporter())} />;
}

function Formats({ count, exporter }: { count: number; exporter: Exporter }): ReactNode {
  const state = useStore(exporter.store);
  return (
    <section className="exports" aria-labelledby="exports-title">
      <div>
        <h3 id="exports-title">{exportText.title}</h3>
        <p className="quiet">{exportText.words(count)}</p>
      </div>
      <div className="row">
        {formats.map((format) => (
          <button
            key={format}
            type="button"
            className={format === "zip" ? "button primary" : "button"}
            data-testid={`export-${format}`}
            title={exportText.formatWords[format]}
            disabled={state.at === "running"}
            onClick={() => void exporter.run(format)}
          >
            {exportText.format[format]}
          </button>
        ))}
      </div>
      <Standing state={state} exporter={exporter} />
    </section>
  );
}

/** Where the export stands; told politely to screen readers. */
function Standing({ state, exporter }: { state: ExportState; exporter: Exporter }): ReactNode {
  return (
    <div role="status" data-testid="export-status" data-state={state.at}>
      {state.at === "running" && (
        <>
          <label className="progress">
            <span>{exportText.running[state.format]}</span>
            <span className="numbers" aria-hidden="true">
              {exportText.progress(state.done, state.total)}
            </span>
            <progress max={1} value={state.part} />
          </label>
          <button
            type="button"
            className="button"
            data-testid="export-cancel"
            onClick={exporter.cancel}
          >
            {exportText.cancel}
          </button>
        </>
      )}
      {state.at === "done" && (
        <>
          <p>{exportText.done(state.fileName, state.sizeBytes)}</p>
          {state.leftOut.length > 0 && (
            <p className="attention">{exportText.leftOut(state.leftOut.map(nameAndWhy))}</p>
          )}
        </>
      )}
      {state.at === "failed" && <Failed error={state.error} onClose={exporter.close} />}
    </div>
  );
}

function nameAndWhy({ name, error }: LeftOut): string {
  return exportText.nameAndWhy(name, error ? wordsOf(error).title : exportText.notLoaded);
}

function Failed({ error, onClose }: { error: AppError; onClose: () => void }): ReactNode {
  const { title, words } = wordsOf(error);
  return (
    <div data-testid="error" data-code={error.code}>
      <p className="attention">{title}</p>
      <p>{words}</p>
      <button type="button" className="button" onClick={onClose}>
        {exportText.close}
      </button>
    </div>
  );
}
