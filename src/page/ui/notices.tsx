import type { ReactNode } from "react";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** Quiet offers, one at a time, each dismissible: an update, storage that is full, installing. */
export function Notices(): ReactNode {
  const { app } = useApp();
  const update = useAppState((state) => state.update);
  const install = useAppState((state) => state.install);
  const notKept = useAppState(
    ({ model, notKeptClosed }) => model.at === "ready" && !model.session.kept && !notKeptClosed,
  );
  const muted = useAppState((state) => state.source === "camera" && state.camera.at === "muted");
  if (muted) return <p className="notice on-picture attention">{text.cameraMuted}</p>;
  if (update.at === "ready") {
    return (
      <div className="notice on-picture" role="status">
        <p>{text.updateWords}</p>
        <button
          type="button"
          className="button primary"
          data-testid="update"
          onClick={update.restart}
        >
          {text.update}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => app.store.setState({ update: { at: "none" } })}
        >
          {text.later}
        </button>
      </div>
    );
  }
  if (notKept) {
    return (
      <div className="notice on-picture" role="status" data-testid="not-kept">
        <p>{text.notKept}</p>
        <button type="button" className="button" onClick={app.closeNotKept}>
          {text.close}
        </button>
      </div>
    );
  }
  if (install.at === "none") return null;
  return (
    <div className="notice on-picture" role="status">
      <p>{install.at === "offer" ? text.installWords : text.installIos}</p>
      {install.at === "offer" && (
        <button type="button" className="button primary" onClick={install.prompt}>
          {text.install}
        </button>
      )}
      <button type="button" className="button" onClick={app.closeInstall}>
        {text.notNow}
      </button>
    </div>
  );
}
