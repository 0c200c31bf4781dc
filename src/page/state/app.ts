import type { EngineId } from "#shared";
import type { OptionsOf, TaskId } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import type { Flags, Place, SourceKind } from "../flags.ts";
import { forgetStart } from "../head-start.ts";
import type { CameraWish } from "../sources/camera.ts";
import { afterStart } from "./after-start.ts";
import { type AppStore, createAppStore, type Sheet } from "./app-state.ts";
import { readBroughtCards } from "./brought-cards.ts";
import type { ChaosAccess } from "./chaos.ts";
import { pageClock } from "./clock.ts";
import { isMeteredNow } from "./connection.ts";
import { createFiles, type Files } from "./files.ts";
import { forgetEverything } from "./forget.ts";
import { createGoTo } from "./go-to.ts";
import { governorLater } from "./governor-later.ts";
import { takeHandsFree } from "./hands-free.ts";
import { keepAwake } from "./keep-awake.ts";
import { keepReporting } from "./keep-reporting.ts";
import { liveLater } from "./live-later.ts";
import { createOffers } from "./offers.ts";
import { connectOffline } from "./offline.ts";
import { keepTellingOnline } from "./online.ts";
import { takeReceivedFiles } from "./received-files.ts";
import { recorderLater } from "./recorder-later.ts";
import { createRecoveries } from "./recoveries.ts";
import { lookForStored, remember } from "./remember.ts";
import { createSession } from "./session.ts";
import { openSettings } from "./settings.ts";
import { createStage, type Stage } from "./stage.ts";
import { createStandingLook } from "./standing-look.ts";
import { keepStartMark } from "./start-mark.ts";
import { createStartStop } from "./start-stop.ts";
import { createSupervisor } from "./supervisor.ts";
import { keepSession, supervisorNews } from "./supervisor-news.ts";
import type { Tuning } from "./tuning.ts";
import { tuningLater } from "./tuning-later.ts";
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
  /** Finds out what is fastest here. */
  readonly tuning: Pick<Tuning, "measureNow" | "cancel" | "missingBytes">;
  /** Whether the device may be spared when it gets hot; remembered. */
  governDevice(on: boolean): void;
  /** What the chaos corner breaks things with. */
  readonly chaos: ChaosAccess;
  closeSetback(): void;
  deleteModels(): Promise<void>;
  forgetEverything(): Promise<void>;
}

/** Creates the app: one store, one stage, one supervisor, and the verbs over them. */
export function createApp(flags: Flags): App {
  const store = createAppStore(flags, Date.now());
  const offline = connectOffline(store);
  const settings = openSettings();
  const { getState: get, setState: set } = store;

  const stage = createStage((view) => supervisor.want({ view }));
  const offers = createOffers(store, settings);
  const supervisor = createSupervisor({
    openLink: openWorkerLink,
    openCanvas: stage.freshOverlay,
    clock: pageClock,
    bringRescue: async () => (await import("./rescue.ts")).createRescue(pageClock),
    runsOn() {
      const { model } = get();
      return model.at === "ready" ? model.session : null;
    },
    events: supervisorNews(store, () => parts),
  });
  const tuning = tuningLater({
    store,
    supervisor,
    offline,
    byItself: flags.tune !== "off" && flags.engine === undefined,
    onTaken: (session) => keepSession(store.getState(), offline, session),
  });
  const session = createSession(store, supervisor);
  const governDevice = governorLater({ store, supervisor, session, settings });
  const live = liveLater(
    async () => {
      const { createLive, proveOnWake } = await import("./live.ts");
      proveOnWake(store, supervisor);
      return createLive(store, stage, (source) => supervisor.want({ source }), {
        onScreenEnded() {
          startStop.stop();
          set({ screen: { at: "ended" } });
        },
        onSeeked: () => look.again(),
        onTrouble: (kind) => recoveries.noticed(kind),
      });
    },
    (error) => set({ model: { at: "failed", error } }),
  );
  // Ahead of the click that follows: what to share may be asked only while the press is fresh.
  globalThis.addEventListener?.("pointerdown", live.prepare, { once: true });
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
      if (!get().wanted) startStop.start("files");
    },
  });
  const startStop = createStartStop({
    store,
    settings,
    supervisor,
    session,
    live,
    files,
    look,
    onStart: () => void afterStart(store).then(bringRecorder),
  });
  const recoveries = createRecoveries(pageClock.now, (all) => set({ recoveries: all }));
  const onStarting = keepStartMark(store, settings);
  const parts = { stage, live, files, look, offers, offline, tuning, recoveries, onStarting };
  const { start, stop, retry } = startStop;
  const { goTo, chooseFiles } = createGoTo(store, startStop, live, files);

  const refresh = keepReporting(store, supervisor, offline);
  keepTellingOnline(store, retry);
  const remembered = Promise.all([
    remember(store, settings, flags),
    // A task may be of a model that was brought.
    readBroughtCards(settings).then((brought) => set({ brought })),
  ]);
  // Only where a download must be asked for first does the start wait for what is stored.
  const asks = isMeteredNow();
  const lookedUp = remembered
    .then(() => (asks ? undefined : afterStart(store)))
    .then(() => lookForStored(store, settings));
  const recovered = asks ? lookedUp : remembered;
  if (flags.start) {
    supervisor.prepare();
    live.prepare();
  }
  void recovered.then(() => {
    if (get().awaited) start();
  });
  takeReceivedFiles(flags, {
    onFiles: (received) => void recovered.then(() => chooseFiles(received)),
    onLost: (receivedLost) => set({ receivedLost }),
  });

  return {
    store,
    stage,
    files,
    goTo,
    start: (source) => void recovered.then(() => start(source)),
    stop,
    toggle: startStop.toggle,
    toggleFrozen: startStop.toggleFrozen,
    snapshot,
    toggleRecording: () => get().recorder?.toggle(),
    setTask(task) {
      if (task === get().task) return;
      set({ task, result: null, detail: null });
      settings.write("task", task);
      files.queue.follow();
      if (get().wanted) {
        session.renew();
        if (get().source === "sample") void live.openSample();
      } else session.chooseAnew();
    },
    chooseModel(task, model) {
      const { [task]: before, ...others } = get().models;
      set({ models: model === null ? others : { ...others, [task]: model } });
      if (before === (model ?? undefined) || task !== get().task) return;
      set({ result: null, detail: null });
      files.queue.follow();
      if (get().wanted) session.renew();
      else {
        session.chooseAnew();
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
      session.setOptions();
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
    showItem: startStop.showItem,
    allowDownload: session.allowDownload,
    retry,
    useCpu() {
      set({ allowed: { ...get().allowed, backend: "wasm" }, wanted: true });
      session.renew();
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
    tuning,
    governDevice,
    chaos: {
      stage,
      recoveries,
      call: supervisor.call,
      renew: session.renew,
      forget() {
        const changes = supervisor.refused().length > 0 || get().doubted !== null;
        set({ doubted: null, setback: null });
        supervisor.retry();
        if (changes && get().wanted) session.renew();
      },
    },
    closeSetback: () => set({ setback: null }),
    async deleteModels() {
      stop();
      session.end();
      forgetStart();
      await supervisor.call("forget", undefined);
      set({ stored: false });
      void refresh();
    },
    forgetEverything() {
      stop();
      files.queue.clear();
      return forgetEverything(supervisor.close);
    },
  };
}
