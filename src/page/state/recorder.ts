import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  Calls,
  Client,
  MadeVideo,
  RecordingProgress,
  RecordingUpdate,
  TakeStill,
} from "#protocol";
import { AppError, fromPlainError, isAbort } from "#shared";
import type { RecordingRecord, Store } from "#store";
import { type Microphone, openMicrophone } from "../sources/microphone.ts";
import {
  type AppState,
  type AppStore,
  composes,
  isLive,
  phaseOf,
  type ViewPhase,
} from "./app-state.ts";
import { asAppError } from "./as-app-error.ts";
import { grabPicture } from "./grab-picture.ts";
import { holdRecording, isHeld, type RecordingHold } from "./recording-hold.ts";
import { nameOfMoment, saveFile } from "./save-file.ts";
import type { Stage } from "./stage.ts";

/** How stills and recordings are made. */
export interface RecordOptions {
  readonly stillType: TakeStill["type"];
  /** The microphone is asked for when a recording begins, and heard only until it ends. */
  readonly withSound: boolean;
}

/** Where the recording stands. */
export type RecordingState =
  | { readonly at: "off" }
  | { readonly at: "on"; readonly progress: RecordingProgress }
  | { readonly at: "saving"; readonly progress: RecordingProgress };

/** What a person is told about the last still or recording. */
export type Saved =
  /** `because` says why a recording ended by itself. */
  | { readonly kind: "saved"; readonly files: readonly File[]; readonly because: AppError | null }
  | { readonly kind: "empty" }
  | { readonly kind: "failed"; readonly error: AppError };

/** What the page shows of stills and recordings. */
export interface RecorderState {
  readonly recording: RecordingState;
  readonly saved: Saved | null;
  /** Recordings of earlier visits that never became files. */
  readonly unsaved: readonly RecordingRecord[];
  readonly options: RecordOptions;
}

/** Stills and recordings of what is seen. */
export interface Recorder {
  readonly store: StoreApi<RecorderState>;
  /** Saves a still of the annotated view; nothing happens while there is none. */
  snapshot(): Promise<void>;
  /** Starts a recording, or stops it and saves it. */
  toggle(): void;
  stop(): Promise<void>;
  setOptions(options: RecordOptions): void;
  saveUnsaved(id: string): Promise<void>;
  deleteUnsaved(id: string): Promise<void>;
  closeSaved(): void;
  /** A session is ready, perhaps in a new worker: the recording goes on there. */
  resume(): void;
}

/** What the recorder needs of the app. */
export interface RecorderParts {
  readonly app: AppStore;
  readonly stage: Stage;
  readonly call: Client<Calls>["call"];
  /** The store, or undefined where the browser lets nothing be stored. */
  readonly kept: Promise<Store | undefined>;
}

const nothingYet: RecordingProgress = { elapsedMs: 0, sizeBytes: 0, frames: 0 };
const optionsKey = "record";

/** Whether there is an annotated view to save. */
export function canSnapshot(state: AppState): boolean {
  const phase = phaseOf(state);
  return state.place === "live" && isOn(phase) && state.result !== null;
}

/** Whether live pictures run that could be recorded. */
export function canRecord(state: AppState): boolean {
  const phase = phaseOf(state);
  return state.place === "live" && isOn(phase) && isLive(state);
}

function isOn(phase: ViewPhase): boolean {
  return phase === "running" || phase === "paused";
}

/** Creates the recorder. */
export function createRecorder({ app, stage, call, kept }: RecorderParts): Recorder {
  const store = createStore<RecorderState>(() => ({
    recording: { at: "off" },
    saved: null,
    unsaved: [],
    options: { stillType: "image/png", withSound: false },
  }));
  let active: Active | null = null;
  let starting = false;
  /** Of the still on its way: it waits for a frame, but not longer than frames are wanted. */
  let stillAbort: AbortController | null = null;

  const set = store.setState;
  const tellFailure = (error: unknown): void => {
    if (!isAbort(error)) set({ saved: { kind: "failed", error: asAppError(error) } });
  };
  /** A worker that dies under a call is replaced; what is asked of it can be asked again. */
  const callTwice: typeof call = (name, params, options) =>
    call(name, params, options).catch((error: unknown) => {
      if (!AppError.is(error, "worker-lost")) throw error;
      return call(name, params, options);
    });

  const attach = (to: Active): void => {
    const { port1: here, port2: updates } = new MessageChannel();
    here.onmessage = ({ data }: MessageEvent<RecordingUpdate>) => {
      if (active !== to) return;
      const { at } = store.getState().recording;
      if (data.kind === "ended") void end(fromPlainError(data.error));
      // The last parts are stored while it is being saved.
      else if (at !== "off") set({ recording: { at, progress: data.progress } });
    };
    const sound = to.microphone?.port() ?? null;
    const transfer = sound ? [updates, sound] : [updates];
    call("startRecording", { id: to.id, updates, sound }, { transfer }).catch((error: unknown) => {
      // The next worker is asked again once its session is ready.
      if (active === to && !AppError.is(error, "worker-lost")) void end(asAppError(error));
    });
  };
  const begin = async (): Promise<void> => {
    if (active || starting || !canRecord(app.getState())) return;
    starting = true;
    try {
      const id = crypto.randomUUID();
      const microphone = store.getState().options.withSound ? await openMicrophone() : null;
      // A prompt takes its time, and a person may have stopped meanwhile.
      if (!canRecord(app.getState())) {
        microphone?.close();
        return;
      }
      active = { id, microphone, hold: holdRecording(id) };
      set({ recording: { at: "on", progress: nothingYet }, saved: null });
      attach(active);
    } catch (error) {
      tellFailure(error);
    } finally {
      starting = false;
    }
  };
  const makeFiles = async (id: string, startedAt: Date, because: AppError | null) => {
    const made = await callTwice("finishRecording", { id });
    const files = made.map((video, index) => fileOf(video, nameOfMoment(startedAt), index));
    for (const file of files) saveFile(file);
    await callTwice("deleteRecording", { id });
    if (files.length > 0) set({ saved: { kind: "saved", files, because } });
    else if (because) set({ saved: { kind: "failed", error: because } });
    else set({ saved: { kind: "empty" } });
  };
  const end = async (because: AppError | null): Promise<void> => {
    const { recording } = store.getState();
    const ending = active;
    if (!ending || recording.at !== "on") return;
    const { progress } = recording;
    set({ recording: { at: "saving", progress } });
    ending.microphone?.close();
    try {
      await makeFiles(ending.id, new Date(), because);
    } catch (error) {
      // What is stored stays stored, and is offered at the next start.
      tellFailure(because ?? error);
    } finally {
      active = null;
      ending.hold.release();
      set({ recording: { at: "off" } });
    }
  };
  const findUnsaved = async (): Promise<void> => {
    const records = (await (await kept)?.recordings.list().catch(() => [])) ?? [];
    const found = [];
    for (const record of records) if (!(await isHeld(record.id))) found.push(record);
    set({ unsaved: found.filter(({ id }) => id !== active?.id) });
  };
  const forgetUnsaved = (id: string): void =>
    set(({ unsaved }) => ({ unsaved: unsaved.filter((each) => each.id !== id) }));

  app.subscribe(({ wanted }, before) => {
    if (!before.wanted || wanted) return;
    stillAbort?.abort();
    void end(null);
  });
  void findUnsaved();
  void kept.then(async (opened) => {
    const stored = await opened?.settings.get(optionsKey).catch(() => undefined);
    set(({ options }) => ({ options: optionsIn(stored, options) }));
  });

  return {
    store,
    async snapshot() {
      const state = app.getState();
      if (!canSnapshot(state) || stillAbort) return;
      stillAbort = new AbortController();
      const { signal } = stillAbort;
      const type = store.getState().options.stillType;
      try {
        const runs = phaseOf(state) === "running" && isLive(state);
        const brings = !runs && isLive(state) && !composes(state);
        const picture = brings ? await grabPicture(stage, state.source) : null;
        const { blob } = await call(
          "takeStill",
          { type, of: runs ? "next-frame" : { picture } },
          picture ? { transfer: [picture], signal } : { signal },
        );
        const ending = type === "image/png" ? "png" : "jpg";
        const file = new File([blob], `${nameOfMoment(new Date())}.${ending}`, { type });
        saveFile(file);
        set({ saved: { kind: "saved", files: [file], because: null } });
      } catch (error) {
        tellFailure(error);
      } finally {
        stillAbort = null;
      }
    },
    toggle() {
      if (active) void end(null);
      else void begin();
    },
    stop: () => end(null),
    setOptions(options) {
      set({ options });
      void kept.then((opened) => opened?.settings.set(optionsKey, options)).catch(() => undefined);
    },
    async saveUnsaved(id) {
      const found = store.getState().unsaved.find((each) => each.id === id);
      if (!found) return;
      try {
        await makeFiles(id, new Date(found.startedAtMs), null);
        forgetUnsaved(id);
      } catch (error) {
        tellFailure(error);
      }
    },
    async deleteUnsaved(id) {
      try {
        await callTwice("deleteRecording", { id });
        forgetUnsaved(id);
      } catch (error) {
        tellFailure(error);
      }
    },
    closeSaved: () => set({ saved: null }),
    resume() {
      if (active && store.getState().recording.at === "on") attach(active);
    },
  };
}

interface Active {
  readonly id: string;
  readonly microphone: Microphone | null;
  readonly hold: RecordingHold;
}

function fileOf({ blob, extension, mimeType }: MadeVideo, name: string, index: number): File {
  const number = index === 0 ? "" : `-${index + 1}`;
  return new File([blob], `${name}${number}.${extension}`, { type: mimeType });
}

/** Stored options where they are some: another version may have written them. */
function optionsIn(stored: unknown, otherwise: RecordOptions): RecordOptions {
  if (typeof stored !== "object" || stored === null) return otherwise;
  const { stillType, withSound } = stored as Readonly<Record<string, unknown>>;
  return {
    stillType: stillType === "image/jpeg" ? "image/jpeg" : "image/png",
    withSound: withSound === true,
  };
}
