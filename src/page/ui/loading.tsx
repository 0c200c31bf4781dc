import type { ReactNode } from "react";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** What is on its way: bytes while downloading, words while starting, a question on a metered connection. */
export function Loading(): ReactNode {
  const { app } = useApp();
  const model = useAppState((state) => state.model);
  const asksCamera = useAppState(
    (state) => state.source === "camera" && state.camera.at === "asking",
  );
  const source = useAppState((state) => state.source);
  const asksScreen = useAppState(
    (state) => state.source === "screen" && state.screen.at === "asking",
  );
  if (model.at === "asking") {
    return (
      <section className="card on-picture" aria-labelledby="metered-title">
        <h2 id="metered-title">{text.meteredTitle(model.bytes)}</h2>
        <p>{text.meteredWords}</p>
        <div className="row">
          <button type="button" className="button primary" onClick={app.allowDownload}>
            {text.meteredYes(model.bytes)}
          </button>
          <button type="button" className="button" onClick={app.stop}>
            {text.meteredNo}
          </button>
        </div>
      </section>
    );
  }
  return (
    <section className="card on-picture" aria-label={text.status.loading}>
      {model.at === "downloading" ? (
        <label className="progress">
          <span>{text.downloading}</span>
          <span className="numbers">{text.downloaded(model.loadedBytes, model.totalBytes)}</span>
          <progress max={model.totalBytes} value={model.loadedBytes} />
        </label>
      ) : (
        <label className="progress">
          <span>{model.at === "ready" ? text.opening[source] : text.starting}</span>
          <progress />
        </label>
      )}
      {asksCamera && <p>{text.askingCamera}</p>}
      {asksScreen && <p>{text.askingScreen}</p>}
      <button type="button" className="button" onClick={app.stop}>
        {text.cancel}
      </button>
    </section>
  );
}
