import type { SetOptions } from "#protocol";
import type { EngineId } from "#shared";
import type { OptionsOf, TaskId } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import type { Flags, Place, SourceKind } from "../flags.ts";
import type { CameraWish } from "../sources/camera.ts";
import { modelFilesAmong } from "../sources/model-files.ts";
import {
  type AppState,
  type AppStore,
  createAppStore,
  isLive,
  phaseOf,
  type Sheet,
  shownItem,
} from "./app-state.ts";
import { asOffline } from "./as-offline.ts";
import { modelFor, readBroughtCards } from "./brought-cards.ts";
import { pageClock } from "./clock.ts";
import { isMetered } from "./connection.ts";
import { firstDownloadBytes } from "./download-size.ts";
import { createFiles, type Files } from "./files.ts";
import { forgetEverything } from "./forget.ts";
import { takeHandsFree } from "./hands-free.ts";
import { keepAwake } from "./keep-awake.ts";
import { keepReporting } from "./keep-reporting.ts";
import { createLive } from "./live.ts";
import { askToPersist, createOffers } from "./offers.ts";
import { connectOffline } from "./offline.ts";
import { keepTellingOnline } from "./online.ts";
import { isWaiting } from "./queue-state.ts";
import { takeReceivedFiles } from "./received-files.ts";
import { recorderLater } from "./recorder-later.ts";
import { lookForStored, remember } from "./remember.ts";
import { openSettings } from "./settings.ts";
import { createStage, type Stage } from "./stage.ts";
import { createStandingLook } from "./standing-look.ts";
import { createSupervisor } from "./supervisor.ts";
import type { LoadWant } from "./wants.ts";
import { openWorkerLink } from "./worker-link.ts";

/** What components can do: verbs, and the state they read. */
export interface App {
  readonly store: AppStore;
  readonly stage: Stage;
  readonly files: Files;
  /** Shows another place; what is live stops, the queue of files goes on. */
  goTo(place: Place): void;
  /** Starts what is chosen, or the given source. */
  start(source?: SourceKind): void;
  stop(): void;
  /** Start, stop or take the next step out of a failure: what Space and the shutter do. */
  toggle(): void;
  toggleFrozen(): void;
  /** Saves a still of the annotated view; nothing happens while there is none. */
  snapshot(): void;
  /** Starts a recording, or stops it and saves it. */
  toggleRecording(): void;
  setTask(task: TaskId): void;
  /** Runs a task with a model that a person brought, or again with the app's own. */
  chooseModel(task: TaskId, model: string | null): void;
  /** Models were brought, renamed or deleted. */
  refreshBrought(): Promise<void>;
  setOptions<Id extends TaskId>(task: Id, options: OptionsOf<Id>): void;
  setWish(wish: CameraWish): void;
  setTorch(on: boolean): void;
  setZoom(zoom: number): void;
  /** Takes pictures and videos into the queue; of what lies in folders, what is neither is left out. */
  chooseFiles(files: Iterable<File>, fromFolders?: Iterable<File>): void;
  seekVideo(seconds: number): void;
  /** Shows a file of the queue in the live view. */
  showItem(id: number): void;
  /** The person agreed to a download on a metered connection. */
  allowDownload(): void;
  retry(): void;
  useCpu(): void;
  useCameraHere(): void;
  showDetail(detail: ViewDetail | null): void;
  openSheet(sheet: Sheet | null): void;
  toggleDebug(): void;
  closeInstall(): void;
  closeNotKept(): void;
  /** Keeps an engine for offline use: the files that it used. */
  keepEngine(engine: EngineId, addresses: readonly string[]): Promise<void>;
  deleteModels(): Promise<void>;
  forgetEverything(): Promise<void>;
}

/** Creates the app: one store, one stage, one supervisor, and the verbs over them. */
export function createApp(flags: Flags): App {
  const store = createAppStore(flags, Date.now());
  const offline = connectOffline(store);
  const settings = openSettings();
  const { getState: get, setState: set } = store;
  let load: LoadWant | null = null;
  let meteredAllowed = false;

  const stage = createStage((view) => supervisor.want({ view }));
  const offers = createOffers(store, settings);
  const supervisor = createSupervisor({
    openLink: openWorkerLink,
    openCanvas: stage.freshOverlay,
    clock: pageClock,
    events: {
      onLoading: () => set({ model: { at: "starting" } }),
      onProgress({ loadedBytes, totalBytes }) {
        const whole = loadedBytes >= totalBytes;
        set({ model: whole ? { at: "starting" } : { at: "downloading", loadedBytes, totalBytes } });
      },
      onReady(session) {
        // First: not a frame of a new worker is missed.
        get().recorder?.resume();
        set({ model: { at: "ready", session }, stored: session.kept });
        if (session.kept) void askToPersist();
        void offline.keep(session);
        files.queue.redraw();
        files.queue.run();
        look.again();
      },
      onResult(result) {
        // What another task still answered after it was left is nobody's any more.
        if (!get().wanted || result.task !== get().task) return;
        if (get().frozen && !look.takes(result)) return;
        // For whoever measures the start; marks are cheap and local.
        if (!get().result) performance.mark("localens:first-result");
        set({ result });
        offers.afterFirstResult();
      },
      onOverlay: stage.showOverlay,
      onSourceEnded: () => {
        if (get().wanted) live.renewFrames();
      },
      onRestart: () => set({ model: { at: "starting" } }),
      onFailed: (error) => set({ model: { at: "failed", error: asOffline(error) } }),
    },
  });
  const live = createLive(store, stage, (source) => supervisor.want({ source }), {
    onScreenEnded() {
      stop();
      set({ screen: { at: "ended" } });
    },
    onSeeked: () => look.again(),
  });
  const bringRecorder = recorderLater({
    app: store,
    stage,
    call: supervisor.call,
    kept: settings.store(),
  });
  const snapshot = (): void => void get().recorder?.snapshot();
  takeHandsFree(store, snapshot);
  keepAwake(store);
  const look = createStandingLook(store, live.sendAgain, (frozen) => supervisor.want({ frozen }));
  const files = createFiles(store, supervisor, {
    onShown(size) {
      stage.setMirrored(false);
      stage.setWhole(true);
      stage.setFrame(size);
    },
    onWake() {
      if (!get().wanted) start("files");
    },
  });
  /** What the live view looked at before files were chosen elsewhere. */
  let sourceBefore: SourceKind | undefined;

  const wantSession = (): void => {
    const { task, allowed, stored, model } = get();
    if (!stored && !meteredAllowed && model.at === "absent" && isMetered()) {
      set({ model: { at: "asking", bytes: firstDownloadBytes(task, allowed.engine) } });
      return;
    }
    const chosen = modelFor(get(), task);
    load ??= { task, allowed, ...(chosen !== undefined && { model: chosen }) };
    if (model.at !== "ready") set({ model: { at: "starting" } });
    supervisor.want({ load, options: optionsOf(get(), task) });
    if (model.at === "failed") supervisor.retry();
  };
  const openSource = (source: SourceKind): void => {
    const item = get().place === "live" ? shownItem(get()) : undefined;
    if (source === "camera") void live.openCamera();
    else if (source === "sample") void live.openSample();
    else if (source === "screen") void live.openScreen();
    else if (item?.kind === "video") void live.openVideo(item.file);
    else live.close();
  };
  const showNothing = (): void => {
    set({ result: null, detail: null });
    void files.pictures.show(null).catch(() => undefined);
  };

  const start = (source: SourceKind = get().place === "live" ? get().source : "files"): void => {
    const before = get();
    if (source !== before.source) showNothing();
    if (source !== "files" && before.place !== "live") set({ place: "live" });
    set({ source, wanted: true, frozen: false, seen: true, sheet: null, detail: null });
    supervisor.want({ frozen: false });
    settings.write("seen", true);
    bringRecorder();
    if (get().place === "live") {
      sourceBefore = undefined;
      settings.write("source", source);
    } else if (before.source !== "files") sourceBefore = before.source;
    openSource(source);
    wantSession();
    files.queue.redraw();
    files.queue.run();
  };
  const stop = (): void => {
    set({ wanted: false, frozen: false });
    live.close();
    live.setFrozen(false);
    supervisor.want({ source: null, frozen: false });
    // A session that is ready stays, so that the next start is at once; one on its way is cancelled.
    if (get().model.at !== "ready") {
      load = null;
      supervisor.want({ load: null });
      set({ model: { at: "absent" } });
    }
    files.queue.pause();
    showNothing();
  };
  const reload = (): void => {
    load = null;
    if (get().model.at === "ready") set({ model: { at: "starting" } });
    wantSession();
  };
  const retry = (): void => {
    const { source, camera, screen } = get();
    set({ wanted: true });
    if (source === "camera" && camera.at === "failed") void live.openCamera();
    if (source === "screen" && screen.at === "failed") void live.openScreen();
    wantSession();
  };

  const refresh = keepReporting(store, supervisor, offline);
  keepTellingOnline(store, retry);
  const remembered = Promise.all([
    remember(store, settings, flags),
    // A task may be of a model that was brought.
    readBroughtCards(settings).then((brought) => set({ brought })),
  ]);
  const lookedUp = remembered.then(() => lookForStored(store, settings));
  // Only where a download must be asked for first does the start wait for what is stored.
  const recovered = isMetered() ? lookedUp : remembered;
  if (flags.start) supervisor.prepare();
  void recovered.then(() => {
    if (flags.start) start();
  });
  const chooseFiles: App["chooseFiles"] = (given, fromFolders) => {
    const chosen = [...given];
    const modelFiles = modelFilesAmong([...chosen, ...(fromFolders ?? [])]);
    if (modelFiles.length > 0) {
      if (get().wanted) stop();
      set({ place: "models", modelFiles });
      return;
    }
    if (!files.queue.add(chosen, fromFolders)) return;
    if (get().place === "models") set({ place: "files" });
    start("files");
  };
  takeReceivedFiles(flags, {
    onFiles: (received) => void recovered.then(() => chooseFiles(received)),
    onLost: (receivedLost) => set({ receivedLost }),
  });

  return {
    store,
    stage,
    files,
    goTo(place) {
      const from = get();
      if (place === from.place) return;
      const filesRun = from.wanted && from.source === "files";
      if (!filesRun || (place === "live" && sourceBefore)) {
        if (from.wanted) stop();
      } else if (from.place === "live") {
        live.close();
        showNothing();
      }
      set({ place, sheet: null, detail: null });
      if (place === "live" && sourceBefore) set({ source: sourceBefore });
      else if (filesRun || (place === "files" && isWaiting(from.queue))) start("files");
    },
    start: (source) => void recovered.then(() => start(source)),
    stop,
    toggle() {
      const phase = phaseOf(get());
      if (phase === "failed") retry();
      else if (get().place !== "live") return;
      else if (get().wanted) stop();
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
    snapshot,
    toggleRecording: () => get().recorder?.toggle(),
    setTask(task) {
      if (task === get().task) return;
      set({ task, result: null, detail: null });
      settings.write("task", task);
      files.queue.follow();
      if (get().wanted) {
        reload();
        if (get().source === "sample") void live.openSample();
      } else load = null;
    },
    chooseModel(task, model) {
      const { [task]: before, ...others } = get().models;
      set({ models: model === null ? others : { ...others, [task]: model } });
      if (before === (model ?? undefined) || task !== get().task) return;
      set({ result: null, detail: null });
      files.queue.follow();
      if (get().wanted) reload();
      else {
        load = null;
        if (get().model.at === "failed") set({ model: { at: "absent" } });
      }
    },
    async refreshBrought() {
      set({ brought: await readBroughtCards(settings) });
    },
    setOptions(task, options) {
      set({ options: { ...get().options, [task]: options } });
      settings.write("options", get().options);
      if (task !== get().task) return;
      supervisor.want({ options: optionsOf(get(), task) });
      files.queue.follow();
    },
    setWish(wish) {
      set({ wish });
      settings.write("wish", wish);
      if (get().wanted && get().source === "camera") void live.changeCamera(wish);
    },
    setTorch: (on) => void live.setTorch(on),
    setZoom: (zoom) => void live.setZoom(zoom),
    chooseFiles,
    seekVideo: live.seekVideo,
    showItem(id) {
      files.queue.show(id);
      openSource("files");
    },
    allowDownload() {
      meteredAllowed = true;
      set({ model: { at: "absent" } });
      wantSession();
    },
    retry,
    useCpu() {
      set({ allowed: { ...get().allowed, backend: "wasm" }, wanted: true });
      reload();
    },
    useCameraHere: () => void live.openCamera({ steal: true }),
    showDetail: (detail) => set({ detail }),
    openSheet(sheet) {
      set({ sheet });
      void refresh();
    },
    toggleDebug: () => set({ debug: !get().debug }),
    closeInstall: offers.closeInstall,
    closeNotKept: () => set({ notKeptClosed: true }),
    keepEngine: offline.keepFiles,
    async deleteModels() {
      stop();
      load = null;
      supervisor.want({ load: null });
      await supervisor.call("forget", undefined);
      set({ model: { at: "absent" }, stored: false });
      void refresh();
    },
    forgetEverything() {
      stop();
      files.queue.clear();
      return forgetEverything(supervisor.close);
    },
  };
}

/** A task's options as they cross; that the id and the options belong together is the state's own shape. */
function optionsOf({ options }: AppState, task: TaskId): SetOptions {
  return { task, options: options[task] } as SetOptions;
}
