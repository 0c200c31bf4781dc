import { AppError, isAbort } from "#shared";
import { cameraAbsence, cameraTrouble } from "./camera-error.ts";
import { type CameraHold, holdCamera } from "./camera-hold.ts";
import { applyExtra, type CameraFacts, factsOf } from "./camera-track.ts";

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
}

/** The browser's parts that the camera uses. */
export interface CameraScope {
  readonly isSecureContext: boolean;
  readonly mediaDevices: MediaDevices | undefined;
  readonly document: Pick<Document, "visibilityState" | "addEventListener">;
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
const muteGraceMs = 3_000;
/** A camera that just left another app is busy for a moment. */
const busyRetryMs = 1_000;
const busyRetries = 2;

/** The browser's own parts. */
export const browserScope = (): CameraScope => ({
  isSecureContext: globalThis.isSecureContext,
  mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
  document,
  hold: holdCamera,
});

/** Constraints for a wish; `looser` drops what a device may be unable to give. */
export function constraintsOf(wish: CameraWish, looser: boolean): MediaTrackConstraints {
  if (looser) return { facingMode: { ideal: wish.facing } };
  const which: MediaTrackConstraints = wish.deviceId
    ? { deviceId: { exact: wish.deviceId } }
    : { facingMode: { ideal: wish.facing } };
  return { ...which, height: { ideal: wish.height }, width: { ideal: (wish.height * 16) / 9 } };
}

/** Creates the owner of the camera; nothing is asked before `open`. */
export function createCamera(events: CameraEvents, scope: CameraScope = browserScope()): Camera {
  let wish: CameraWish | null = null;
  let stream: MediaStream | null = null;
  let hold: CameraHold | null = null;
  let turn = {};
  let asks = 0;
  let graceTimer: ReturnType<typeof setTimeout> | undefined;
  const devices = scope.mediaDevices;

  const track = (): MediaStreamTrack | undefined => stream?.getVideoTracks()[0];
  const stopStream = (): void => {
    clearTimeout(graceTimer);
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
    stopStream();
    hold?.release();
    hold = null;
    events.onStream(null);
    events.onState({ at: "failed", error });
  };

  const ask = async (wished: CameraWish): Promise<MediaStream> => {
    const absent = cameraAbsence(scope);
    if (absent || !devices) throw absent ?? new AppError("camera-unsupported", { reason: "none" });
    let looser = false;
    for (let busy = 0; ; ) {
      try {
        asks += 1;
        return await devices.getUserMedia({ video: constraintsOf(wished, looser), audio: false });
      } catch (cause) {
        const trouble = cameraTrouble(cause);
        if (trouble.do === "ask-looser" && !looser) looser = true;
        else if (trouble.do === "ask-looser") {
          throw new AppError("camera-missing", { reason: "no camera fits" }, { cause });
        } else if (AppError.is(trouble.error, "camera-busy") && busy < busyRetries) {
          busy += 1;
          await new Promise((resolve) => setTimeout(resolve, busyRetryMs));
        } else throw trouble.error;
      }
    }
  };

  /** Opens what is wished, replacing what runs; a newer turn wins. */
  const acquire = async (): Promise<void> => {
    const wished = wish;
    if (!wished) return;
    const mine = {};
    turn = mine;
    // Many phones cannot open one camera while the other runs.
    stopStream();
    events.onState({ at: "asking" });
    try {
      const opened = await ask(wished);
      if (turn !== mine) {
        for (const each of opened.getTracks()) each.stop();
        return;
      }
      stream = opened;
      watch(opened);
      events.onStream(opened);
      tell();
      await listDevices();
    } catch (error) {
      if (turn !== mine || isAbort(error)) return;
      giveUp(
        error instanceof AppError
          ? error
          : new AppError("internal", { reason: String(error) }, { cause: error }),
      );
    }
  };
  const isVisible = (): boolean => scope.document.visibilityState === "visible";
  /** In the background a camera may not be opened; `visibilitychange` comes back here. */
  const reacquire = (): void => {
    if (wish && isVisible()) void acquire();
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
    mine?.addEventListener("ended", ifCurrent(reacquire));
    mine?.addEventListener(
      "mute",
      ifCurrent(() => {
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

  devices?.addEventListener?.("devicechange", () => {
    if (!wish) return;
    // An unplugged camera ends its track in most browsers; here the others are caught.
    if (track()?.readyState === "ended") reacquire();
    void listDevices();
  });
  scope.document.addEventListener("visibilitychange", () => {
    if (!wish || !isVisible()) return;
    const live = track();
    if (!live || live.readyState === "ended") reacquire();
    else if (live.muted) awaitUnmute();
  });

  return {
    async open(wished, { steal = false } = {}) {
      wish = wished;
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
