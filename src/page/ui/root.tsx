import { type ReactNode, Suspense, useEffect, useMemo, useRef } from "react";
import { receiveFiles } from "../sources/receive-files.ts";
import type { App } from "../state/app.ts";
import { failureOf, phaseOf } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { AppContext, useApp, useAppState } from "./app-context.ts";
import { Chip } from "./chip.tsx";
import { Dock } from "./dock.tsx";
import { Hero } from "./hero.tsx";
import { Icon } from "./icon.tsx";
import { listenToKeys } from "./keys.ts";
import { lazily } from "./lazily.ts";
import { fetchFailure, LazyFailure } from "./lazy-failure.tsx";
import { LazyCapture, LazyRecordNotices } from "./lazy-record.tsx";
import { Loading } from "./loading.tsx";
import { Notices } from "./notices.tsx";
import { PlacePage, PlacesRow } from "./places.tsx";
import { Sheets } from "./sheets.tsx";
import { SidePanel } from "./side-panel.tsx";
import { TaskRow } from "./task-row.tsx";
import { useTaskView } from "./task-view.ts";
import { Viewfinder } from "./viewfinder.tsx";
import { Spoken, Words } from "./words.tsx";

const DetailCard = lazily(async () => (await import("./detail-card.tsx")).DetailCard);
const DebugPanel = lazily(async () => (await import("./debug-panel.tsx")).DebugPanel);
const FilesControls = lazily(async () => (await import("./files-controls.tsx")).FilesControls);

/** The page. */
export function Root({ app }: { app: App }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const value = useMemo(() => ({ app, pickPictures: () => input.current?.click() }), [app]);
  useEffect(() => listenToKeys(app), [app]);
  useEffect(
    () => receiveFiles(document, app.chooseFiles, (dragging) => app.store.setState({ dragging })),
    [app],
  );
  return (
    <AppContext value={value}>
      <Layout />
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept="image/*,video/*"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        data-testid="file-input"
        onChange={({ target }) => {
          app.chooseFiles(target.files ?? []);
          // The same files can be chosen again.
          target.value = "";
        }}
      />
    </AppContext>
  );
}

function Layout(): ReactNode {
  const { app } = useApp();
  const phase = useAppState(phaseOf);
  const failure = useAppState(failureOf);
  const debug = useAppState((state) => state.debug);
  const live = useAppState((state) => state.place === "live");
  const showsFiles = useAppState(
    (state) => state.source === "files" && state.queue.items.length > 0,
  );
  const detail = useAppState((state) => state.detail);
  const dragging = useAppState((state) => state.dragging);
  const view = useTaskView(useAppState((state) => state.task));
  useEffect(() => (phase === "loading" ? fetchFailure() : undefined), [phase]);
  return (
    <div className="app" data-phase={phase}>
      <header className="bar chrome">
        <h1 className="brand">{text.app}</h1>
        <PlacesRow />
        <span className="space" />
        <Chip />
        <button
          type="button"
          className="round help-button"
          data-testid="open-help"
          aria-label={text.help}
          aria-haspopup="dialog"
          onClick={() => app.openSheet("help")}
        >
          <Icon name="keys" />
        </button>
        <button
          type="button"
          className="round"
          data-testid="open-about"
          aria-label={text.menu}
          aria-haspopup="dialog"
          onClick={() => app.openSheet("about")}
        >
          <Icon name="info" />
        </button>
      </header>
      <main className="view" hidden={!live}>
        <Viewfinder view={view} />
        <Spoken view={view} />
        <div className="over">
          <Notices />
          <LazyRecordNotices />
          {live && phase === "idle" && <Hero />}
          {live && phase === "loading" && <Loading />}
          {live && failure && <LazyFailure error={failure} />}
          <Suspense fallback={null}>{detail && <DetailCard detail={detail} />}</Suspense>
          {dragging && <p className="drop on-picture">{text.dropHere}</p>}
        </div>
        <div className="foot on-picture">
          <LazyCapture />
          <Suspense fallback={null}>{showsFiles && <FilesControls />}</Suspense>
          <Words view={view} />
        </div>
      </main>
      {live && (
        <section className="deck chrome" aria-label={text.controls}>
          <TaskRow />
          <Dock />
        </section>
      )}
      {live && <SidePanel view={view} />}
      <PlacePage />
      <Suspense fallback={null}>{debug && <DebugPanel />}</Suspense>
      <Sheets view={view} />
    </div>
  );
}
