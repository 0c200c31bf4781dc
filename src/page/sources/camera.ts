import { AppError, isAbort } from "#shared";
import { askForCamera } from "./ask-camera.ts";
import { cameraAbsence } from "./camera-error.ts";
import { type CameraHold, holdCamera } from "./camera-hold.ts";
import { applyExtra, type CameraFacts, factsOf } from "./camera-track.ts";
import { watchWake } from "./watch-wake.ts";

// [Note: One stream owner]
// This file alone calls getUserMedia and stops its tracks. Others see the stream (to show it) and clone
// its track (to read it). So a lost camera is re-acquired in one place, permission is asked once, and a
// camera light never stays on after "stop". `asked` counts the calls, for the tests and the report.

/** Which camera is wished for. */
export interface CameraWish {
  readonly facing: "user" | "environment";
  /** Chosen by name; wins over `facing`. */
  readonly deviceId?: string;
  /** The wished height in pixels; the camera gives what comes near. */
  readonly height: 480 | 720 | 1080;
}

/** Where the camera stands. */
export type CameraState =
  | { readonly at: "off" }
  | { readonly at: "asking" }
  | { readonly at: "live"; readonly facts: CameraFacts }
  /** The system gives no pictures just now (a call, another app, a lid). */
  | { readonly at: "muted"; readonly facts: CameraFacts }
  | { readonly at: "failed"; readonly error: AppError };

/** A camera to choose from; the label is known only after permission. */
export interface CameraDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** What the camera tells. */
export interface CameraEvents {
  onState(state: CameraState): void;
  /** A new stream: show it and read its track. Null when the camera is off. */
  onStream(stream: MediaStream | null): void;
  onDevices(devices: readonly CameraDevice[]): void;
  /** A camera that ran failed by itself, and is opened anew. */
  onTrouble(kind: "camera-end" | "camera-mute"): void;
}

/** The browser's parts that the camera uses. */
export interface CameraScope {
  readonly isSecureContext: boolean;
  readonly mediaDevices: MediaDevices | undefined;
  readonly document: Pick<Document, "visibilityState" | "addEventListener">;
  /** The permission to use cameras, where the browser tells it. */
  readonly permission: () => Promise<Pick<PermissionStatus, "state" | "addEventListener">>;
  readonly hold: (steal: boolean, onLost: () => void) => Promise<CameraHold>;
}

/** The one owner of the camera. */
export interface Camera {
  /** Opens the wished camera, or changes to it. Failures arrive as state, not as a rejection. */
  open(wish: CameraWish, options?: { readonly steal?: boolean }): Promise<void>;
  close(): void;
  setTorch(on: boolean): Promise<void>;
  setZoom(zoom: number): Promise<void>;
  /** How often permission may have been asked. */
  asked(): number;
}

/** How long a muted track may stay muted before the camera is opened anew. */
const muteGraceMs = 1_000;
/** A camera that does not come back at once is tried again after so long, and then ever more rarely. */
const firstComebackMs = 2_000;
const lastComebackMs = 30_000;

/** The browser's own parts. */
export const browserScope = (): CameraScope => ({
  isSecureContext: globalThis.isSecureContext,
  mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
  document,
  permission: () => navigator.permissions.query({ name: "camera" }),
  hold: holdCamera,
});

/** Creates the owner of the camera; nothing is asked before `open`. */
export function createCamera(events: CameraEvents, scope: CameraScope = browserScope()): Camera {
  let wish: CameraWish | null = null;
  let stream: MediaStream | null = null;
  let hold: CameraHold | null = null;
  let turn = {};
  /** The turn whose stream is asked for, perhaps of the person: nobody is asked twice. */
  let asking: object | null = null;
  let asks = 0;
  let graceTimer: ReturnType<typeof setTimeout> | undefined;
  let comebackTimer: ReturnType<typeof setTimeout> | undefined;
  let comebackMs = firstComebackMs;
  /** It runs, or did until it failed by itself. */
  let ran = false;
  /** It could not be opened again yet; whoever withdrew it is not asked for it. */
  let lost: false | "away" | "withdrawn" = false;
  const devices = scope.mediaDevices;

  const track = (): MediaStreamTrack | undefined => stream?.getVideoTracks()[0];
  const stopStream = (): void => {
    clearTimeout(graceTimer);
    clearTimeout(comebackTimer);
    const old = stream;
    // First forgotten, then stopped: its own events are no news any more.
    stream = null;
    for (const each of old?.getTracks() ?? []) each.stop();
  };
  const tell = (): void => {
    const live = track();
    if (live) events.onState({ at: live.muted ? "muted" : "live", facts: factsOf(live) });
  };
  const listDevices = async (): Promise<void> => {
    const all = (await devices?.enumerateDevices()) ?? [];
    events.onDevices(
      all
        .filter((device) => device.kind === "videoinput" && device.deviceId !== "")
        .map(({ deviceId, label }) => ({ deviceId, label })),
    );
  };
  const giveUp = (error: AppError): void => {
    wish = null;
    lost = false;
    stopStream();
    hold?.release();
    hold = null;
    events.onStream(null);
    events.onState({ at: "failed", error });
  };

  /** What ran may come back: plugged in again, allowed again, left by another app. Nobody is asked for it. */
  const awaitComeback = (error: AppError): void => {
    lost = AppError.is(error, "camera-refused") ? "withdrawn" : "away";
    stopStream();
    events.onStream(null);
    events.onState({ at: "failed", error });
    if (lost === "withdrawn") return;
    comebackTimer = setTimeout(reacquire, comebackMs);
    comebackMs = Math.min(2 * comebackMs, lastComebackMs);
  };

  /** Opens what is wished, replacing what runs; a newer turn wins. */
  const acquire = async (): Promise<void> => {
    const wished = wish;
    if (!wished) return;
    const mine = {};
    turn = mine;
    asking = mine;
    // Many phones cannot open one camera while the other runs.
    stopStream();
    events.onState({ at: "asking" });
    try {
      const absent = cameraAbsence(scope);
      if (absent || !devices)
        throw absent ?? new AppError("camera-unsupported", { reason: "none" });
      const opened = await askForCamera(devices, wished, () => {
        asks += 1;
      });
      if (turn !== mine) {
        for (const each of opened.getTracks()) each.stop();
        return;
      }
      asking = null;
      stream = opened;
      ran = true;
      lost = false;
      comebackMs = firstComebackMs;
      watch(opened);
      events.onStream(opened);
      tell();
      await listDevices();
    } catch (error) {
      if (turn === mine) asking = null;
      if (turn !== mine || isAbort(error)) return;
      const failure =
        error instanceof AppError
          ? error
          : new AppError("internal", { reason: String(error) }, { cause: error });
      if (ran) awaitComeback(failure);
      else giveUp(failure);
    }
  };
  const isVisible = (): boolean => scope.document.visibilityState === "visible";
  /** In the background a camera may not be opened; `visibilitychange` comes back here. */
  const reacquire = (): void => {
    if (wish && hold && asking !== turn && isVisible()) void acquire();
  };
  const ended = (): void => {
    events.onTrouble("camera-end");
    reacquire();
  };
  const awaitUnmute = (): void => {
    clearTimeout(graceTimer);
    graceTimer = setTimeout(() => {
      if (track()?.muted) reacquire();
    }, muteGraceMs);
  };
  const watch = (opened: MediaStream): void => {
    const mine = opened.getVideoTracks()[0];
    const ifCurrent = (run: () => void) => () => {
      if (stream === opened) run();
    };
    mine?.addEventListener("ended", ifCurrent(ended));
    mine?.addEventListener(
      "mute",
      ifCurrent(() => {
        events.onTrouble("camera-mute");
        tell();
        awaitUnmute();
      }),
    );
    mine?.addEventListener(
      "unmute",
      ifCurrent(() => {
        clearTimeout(graceTimer);
        tell();
      }),
    );
  };

  /** Looks after the camera when something around it has changed. */
  const look = (): void => {
    if (!wish || !isVisible()) return;
    const live = track();
    if (lost === "away" || live?.readyState === "ended") reacquire();
    else if (live?.muted) awaitUnmute();
  };
  devices?.addEventListener?.("devicechange", () => {
    if (!wish) return;
    // An unplugged camera ends its track in most browsers; here the others are caught.
    look();
    void listDevices();
  });
  scope.document.addEventListener("visibilitychange", () => {
    if (track() || lost) look();
    else reacquire();
  });
  const followPermission = async (): Promise<void> => {
    const status = await scope.permission();
    status.addEventListener("change", () => {
      // Only what is granted is opened unasked: whoever took it away is not asked for it again.
      if (status.state === "granted" && lost) reacquire();
      else if (status.state === "denied" && track()) ended();
    });
  };
  // Not every browser tells.
  followPermission().catch(() => undefined);
  watchWake(look);

  return {
    async open(wished, { steal = false } = {}) {
      wish = wished;
      ran = false;
      lost = false;
      if (!hold) {
        try {
          hold = await scope.hold(steal, () => {
            hold = null;
            giveUp(new AppError("camera-elsewhere", {}));
          });
        } catch (error) {
          giveUp(
            error instanceof AppError
              ? error
              : new AppError("internal", { reason: String(error) }, { cause: error }),
          );
          return;
        }
        if (wish !== wished) {
          hold.release();
          hold = null;
          return;
        }
      }
      await acquire();
    },
    close() {
      wish = null;
      lost = false;
      turn = {};
      stopStream();
      hold?.release();
      hold = null;
      events.onStream(null);
      events.onState({ at: "off" });
    },
    async setTorch(torch) {
      const live = track();
      if (live) await applyExtra(live, { torch });
      tell();
    },
    async setZoom(zoom) {
      const live = track();
      if (live) await applyExtra(live, { zoom });
      tell();
    },
    asked: () => asks,
  };
}
