import type { SourceKind } from "../flags.ts";
import { type AppStore, isLive, phaseOf, shownItem } from "./app-state.ts";
import type { Files } from "./files.ts";
import type { Live } from "./live.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import type { StandingLook } from "./standing-look.ts";
import type { Supervisor } from "./supervisor-parts.ts";

/** Starting and stopping what is looked at. */
export interface StartStop {
  /** Starts the given source, or what is chosen. */
  start(source?: SourceKind): void;
  stop(): void;
  /** Tries again what failed. */
  retry(): void;
  toggle(): void;
  toggleFrozen(): void;
  /** Shows a file of the queue in the live view. */
  showItem(id: number): void;
  /** Nothing that was found is shown any more. */
  showNothing(): void;
  /** What the live view looked at before files were chosen elsewhere. */
  sourceBefore(): SourceKind | undefined;
}

/** What starting and stopping need. */
export interface StartStopParts {
  readonly store: AppStore;
  readonly settings: Pick<Settings, "write">;
  readonly supervisor: Pick<Supervisor, "want">;
  readonly session: Session;
  readonly live: Live;
  readonly files: Files;
  readonly look: StandingLook;
  /** Something starts: what is needed only then is brought. */
  onStart(): void;
}

/** Connects the sources, the session and the queue, which start and stop together. */
export function createStartStop(parts: StartStopParts): StartStop {
  const { store, settings, supervisor, session, live, files, look, onStart } = parts;
  const { getState: get, setState: set } = store;
  let sourceBefore: SourceKind | undefined;
  /** Of the source on its way: its code may be awaited, or a person's answer. */
  let opening: Promise<void> | undefined;

  const openSource = (source: SourceKind): void => {
    const item = get().place === "live" ? shownItem(get()) : undefined;
    let opened: Promise<void> | undefined;
    if (source === "camera") opened = live.openCamera();
    else if (source === "sample") opened = live.openSample();
    else if (source === "screen") opened = live.openScreen();
    else if (item?.kind === "video") opened = live.openVideo(item.file);
    else live.close();
    opening = opened;
    void opened?.finally(() => {
      if (opening === opened) opening = undefined;
    });
  };
  /** Whether live pictures are wanted that neither are there nor on their way. */
  const isSourceMissing = (): boolean => {
    const { place, source, camera, screen, video } = get();
    if (place !== "live" || opening) return false;
    if (source === "camera") return camera.at === "off" || camera.at === "failed";
    if (source === "screen") return screen.at !== "asking" && screen.at !== "live";
    if (source === "sample") return !live.isSampleOpen();
    return shownItem(get())?.kind === "video" && (video.at === "none" || video.at === "failed");
  };
  const showNothing = (): void => {
    set({ result: null, detail: null });
    void files.pictures.show(null).catch(() => undefined);
  };
  const start = (source: SourceKind = get().place === "live" ? get().source : "files"): void => {
    const before = get();
    if (source !== before.source) showNothing();
    if (source !== "files" && before.place !== "live") set({ place: "live" });
    set({
      ...{ source, wanted: true, awaited: false, frozen: false },
      ...{ seen: true, sheet: null, detail: null },
    });
    supervisor.want({ frozen: false });
    settings.write("seen", true);
    onStart();
    if (get().place === "live") {
      sourceBefore = undefined;
      settings.write("source", source);
    } else if (before.source !== "files") sourceBefore = before.source;
    openSource(source);
    session.want();
    files.queue.redraw();
    files.queue.run();
  };
  const stop = (): void => {
    set({ wanted: false, awaited: false, frozen: false });
    opening = undefined;
    live.close();
    live.setFrozen(false);
    supervisor.want({ source: null, frozen: false });
    // A session that is ready stays, so that the next start is at once; one on its way is cancelled.
    if (get().model.at !== "ready") session.end();
    files.queue.pause();
    showNothing();
  };
  const retry = (): void => {
    set({ wanted: true });
    if (isSourceMissing()) openSource(get().source);
    session.want();
  };

  return {
    start,
    stop,
    retry,
    toggle() {
      const phase = phaseOf(get());
      if (phase === "failed") retry();
      else if (get().place !== "live") return;
      else if (get().wanted || get().awaited) stop();
      else start();
    },
    toggleFrozen() {
      const phase = phaseOf(get());
      if (!isLive(get()) || (phase !== "running" && phase !== "paused")) return;
      const frozen = phase === "running";
      set({ frozen, detail: null });
      live.setFrozen(frozen);
      supervisor.want({ frozen });
      look.again();
    },
    showItem(id) {
      files.queue.show(id);
      openSource("files");
    },
    showNothing,
    sourceBefore: () => sourceBefore,
  };
}
