import { type ReactNode, Suspense } from "react";
import type { App } from "../state/app.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { lazily } from "./lazily.ts";

const SetbackWords = lazily(async () => (await import("./setback-words.tsx")).SetbackWords);

/** Quiet offers, one at a time, each dismissible: an update, storage that is full, installing. */
export function Notices(): ReactNode {
  const { app } = useApp();
  const update = useAppState((state) => state.update);
  const install = useAppState((state) => state.install);
  const notKept = useAppState(
    ({ model, notKeptClosed }) => model.at === "ready" && !model.session.kept && !notKeptClosed,
  );
  const setback = useAppState((state) => state.setback);
  const muted = useAppState((state) => state.source === "camera" && state.camera.at === "muted");
  if (muted) {
    return (
      <p className="notice on-picture attention" role="status">
        {text.cameraMuted}
      </p>
    );
  }
  if (update.at === "ready") {
    return (
      <Notice words={text.updateWords}>
        <NoticeButton words={text.later} onPress={closeUpdate(app)} />
        <NoticeButton words={text.update} onPress={update.restart} testId="update" primary />
      </Notice>
    );
  }
  if (setback) {
    return (
      <Notice words={<SetbackWords setback={setback} />} testId="setback">
        <NoticeButton words={text.close} onPress={app.closeSetback} />
      </Notice>
    );
  }
  if (notKept) {
    return (
      <Notice words={text.notKept} testId="not-kept">
        <NoticeButton words={text.close} onPress={app.closeNotKept} />
      </Notice>
    );
  }
  if (install.at === "none") return null;
  return (
    <Notice words={install.at === "offer" ? text.installWords : text.installIos}>
      <NoticeButton words={text.notNow} onPress={app.closeInstall} />
      {install.at === "offer" && (
        <NoticeButton words={text.install} onPress={install.prompt} primary />
      )}
    </Notice>
  );
}

function closeUpdate(app: App): () => void {
  return () => app.store.setState({ update: { at: "none" } });
}

function Notice(props: {
  readonly words: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="notice on-picture" role="status" data-testid={props.testId}>
      <p>
        <Suspense fallback={null}>{props.words}</Suspense>
      </p>
      <div className="notice-actions">{props.children}</div>
    </div>
  );
}

function NoticeButton(props: {
  readonly words: string;
  readonly onPress: () => void;
  readonly testId?: string;
  readonly primary?: boolean;
}): ReactNode {
  return (
    <button
      type="button"
      className={props.primary ? "button primary" : "button"}
      data-testid={props.testId}
      onClick={props.onPress}
    >
      {props.words}
    </button>
  );
}
