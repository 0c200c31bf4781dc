import { createStore, type StoreApi } from "zustand/vanilla";
import type { Allowed, GivenFile, SessionReport, WorkerReport } from "#protocol";
import type { AppError, Attempt, ModelCard, NetworkCounts } from "#shared";
import { composesFrames, type OptionsOf, type TaskId, type TaskResult, tasks } from "#tasks";
import type { ViewDetail } from "#tasks/view";
import type { Flags, Place, SourceKind } from "../flags.ts";
import type { GuardFacts } from "../offline/guards.ts";
import type { OfflineState } from "../offline/register.ts";
import type { CameraDevice, CameraState, CameraWish } from "../sources/camera.ts";
import type { ScreenState } from "../sources/screen.ts";
import type { VideoState } from "../sources/video-file.ts";
import type { GovernorState } from "./governor-state.ts";
import type { ImportReport } from "./import-state.ts";
import type { Started } from "./losses.ts";
import { emptyQueue, type QueueItem, type QueueState } from "./queue-state.ts";
import type { Recorder } from "./recorder.ts";
import type { Recovery } from "./recoveries.ts";
import type { TuningState } from "./tuning.ts";

/** Where the wanted model stands. */
export type ModelState =
  | { readonly at: "absent" }
  /** The person is asked before a metered connection is used. */
  | { readonly at: "asking"; readonly bytes: number }
  | { readonly at: "downloading"; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly at: "starting" }
  | { readonly at: "ready"; readonly session: SessionReport }
  | { readonly at: "failed"; readonly error: AppError };

/** What the whole view is doing; also what `status` says to automation. */
export type ViewPhase = "idle" | "loading" | "running" | "paused" | "failed";

/** Something does not work as before, and something else does instead. */
export interface Setback {
  /** It failed again and again, or the page died of it. */
  readonly at: "stepped-down" | "died-starting";
  readonly attempt: Pick<Attempt, "engine" | "backend">;
}

/** The sheet that is open, if any. */
export type Sheet = "source" | "options" | "truth" | "about" | "help";

/** Whether the app can be installed from here. */
export type InstallOffer =
  | { readonly at: "none" }
  | { readonly at: "offer"; readonly prompt: () => void }
  /** iOS has no prompt: words show the way. */
  | { readonly at: "coach" };

/** Whether a newer version waits. */
export type UpdateOffer =
  | { readonly at: "none" }
  | { readonly at: "ready"; readonly restart: () => void };

/** Everything that the page shows. Camera-rate data never enters here. */
export interface AppState {
  readonly place: Place;
  readonly task: TaskId;
  readonly options: { readonly [Id in TaskId]: OptionsOf<Id> };
  readonly source: SourceKind;
  readonly wish: CameraWish;
  readonly allowed: Allowed;
  /** The person pressed start and has not pressed stop. */
  readonly wanted: boolean;
  /** The address asks to begin at once, which waits for what earlier visits left. */
  readonly awaited: boolean;
  readonly frozen: boolean;
  readonly model: ModelState;
  readonly camera: CameraState;
  readonly screen: ScreenState;
  readonly video: VideoState;
  readonly devices: readonly CameraDevice[];
  readonly queue: QueueState;
  readonly result: TaskResult | null;
  readonly detail: ViewDetail | null;
  readonly worker: WorkerReport | null;
  /** What is being measured, to find what is fastest here. */
  readonly tuning: TuningState;
  /** Whether the device is spared. */
  readonly governor: GovernorState;
  /** A benchmark has the device for itself. */
  readonly benchmarking: boolean;
  /** What went wrong and works again. */
  readonly recoveries: readonly Recovery[];
  /** What an earlier visit died of while it started it: it is tried last. */
  readonly doubted: Started | null;
  /** What the person is told of it, until they close it. */
  readonly setback: Setback | null;
  /** What the ledger counts; nothing is known before the service worker answers. */
  readonly network: NetworkCounts;
  /** The model that a person chose for a task instead of the app's own, by its card's id. */
  readonly models: Readonly<Partial<Record<TaskId, string>>>;
  /** The cards of models that were brought to this device, newest first. */
  readonly brought: readonly ModelCard[];
  /** Files that were dropped anywhere and look like a model: they wait for the place of the models. */
  readonly modelFiles: readonly GivenFile[] | null;
  /** What the report says of the model that is being brought. */
  readonly importReport: ImportReport | null;
  /** Null until they were tried. */
  readonly guards: GuardFacts | null;
  readonly online: boolean;
  /** The default model is stored here whole. */
  readonly stored: boolean;
  /** Something was started before, now or on an earlier visit. */
  readonly seen: boolean;
  readonly sheet: Sheet | null;
  readonly debug: boolean;
  readonly dragging: boolean;
  readonly install: InstallOffer;
  readonly update: UpdateOffer;
  readonly offline: OfflineState;
  /** The whole app is stored: from now on it opens without a network. */
  readonly offlineReady: boolean;
  /** Stills and recordings of what is seen; null until something runs. */
  readonly recorder: Recorder | null;
  /** What another app shared did not get here. */
  readonly receivedLost: AppError<"received-lost"> | null;
  /** A person closed the hint that the model is not kept. */
  readonly notKeptClosed: boolean;
}

/** The store of the page's state. */
export type AppStore = StoreApi<AppState>;

/** The state of a first visit with these flags. */
export function firstState(flags: Flags, nowMs: number): AppState {
  return {
    place: flags.place ?? "live",
    task: flags.task ?? tasks[0].id,
    options: defaultOptions(),
    source: flags.source ?? "camera",
    wish: { facing: "environment", height: 720 },
    allowed: {
      ...(flags.engine && { engine: flags.engine }),
      ...(flags.backend && { backend: flags.backend }),
    },
    wanted: false,
    awaited: flags.start,
    frozen: false,
    model: { at: "absent" },
    camera: { at: "off" },
    screen: { at: "off" },
    video: { at: "none" },
    devices: [],
    queue: emptyQueue,
    result: null,
    detail: null,
    worker: null,
    tuning: { at: "idle" },
    recoveries: [],
    doubted: null,
    setback: null,
    benchmarking: false,
    governor: {
      state: flags.governor ?? "full",
      reason: flags.governor ? "address" : null,
      framesPerSecond: null,
      smaller: null,
      watches: [],
      log: [],
    },
    network: { requests: 0, bytesIn: 0, foreignRequests: 0, sinceMs: nowMs, refusals: [] },
    models: flags.model ? { [flags.task ?? tasks[0].id]: flags.model } : {},
    brought: [],
    modelFiles: null,
    importReport: null,
    guards: null,
    online: true,
    stored: false,
    seen: false,
    sheet: null,
    debug: flags.debug,
    dragging: false,
    install: { at: "none" },
    update: { at: "none" },
    offline: { at: "installing" },
    offlineReady: false,
    recorder: null,
    receivedLost: null,
    notKeptClosed: false,
  };
}

/** Whether the worker draws the picture itself: then the page shows it nowhere. */
export function composes(state: AppState): boolean {
  return composesFrames(state.task, state.options[state.task]);
}

function defaultOptions(): AppState["options"] {
  return Object.fromEntries(tasks.map((task) => [task.id, task.options])) as AppState["options"];
}

/** Creates the store. */
export function createAppStore(flags: Flags, nowMs: number): AppStore {
  return createStore<AppState>(() => firstState(flags, nowMs));
}

/** The item of the queue that is shown, where files are the source. */
export function shownItem({ source, queue }: AppState): QueueItem | undefined {
  return source === "files" ? queue.items.find(({ id }) => id === queue.shownId) : undefined;
}

/** Whether a chosen video plays, where files are the source. */
export function playsVideo({ source, video }: AppState): boolean {
  return source === "files" && video.at === "open";
}

/** Whether frames keep coming: from a camera, a screen, the sample or a video, and not from pictures. */
export function isLive(state: AppState): boolean {
  return state.source !== "files" || playsVideo(state);
}

/** What is in the way of what is wanted, if anything. */
export function failureOf(state: AppState): AppError | undefined {
  if (state.model.at === "failed") return state.model.error;
  if (state.source === "camera" && state.camera.at === "failed") return state.camera.error;
  if (state.source === "screen" && state.screen.at === "failed") return state.screen.error;
  if (state.source === "files" && state.video.at === "failed") return state.video.error;
  // Among many files a broken one is no failure of the place that shows them all.
  const outcome = state.place === "live" ? shownItem(state)?.outcome : undefined;
  return outcome?.at === "failed" ? outcome.error : undefined;
}

/** What the view as a whole is doing. */
export function phaseOf(state: AppState): ViewPhase {
  if (failureOf(state)) return "failed";
  if (!state.wanted) return state.awaited ? "loading" : "idle";
  const { source, video } = state;
  if (source === "files" && state.queue.items.length === 0 && video.at === "none") return "idle";
  if (state.model.at !== "ready") return "loading";
  if (state.source === "camera" && state.camera.at !== "live" && state.camera.at !== "muted") {
    return "loading";
  }
  if (source === "screen" && state.screen.at !== "live") return "loading";
  if (source === "files" && video.at === "opening") return "loading";
  return state.frozen ? "paused" : "running";
}
