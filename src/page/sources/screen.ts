import { AppError, reasonOf } from "#shared";
import { canShareScreen } from "./can-share-screen.ts";

// As with the camera, one file asks and one file stops: see [Note: One stream owner].

/** Where the shared screen stands. */
export type ScreenState =
  | { readonly at: "off" }
  /** The browser shows its list of screens, windows and tabs. */
  | { readonly at: "asking" }
  | { readonly at: "live" }
  /** The person pressed the browser's own "stop sharing", or the shared window was closed. */
  | { readonly at: "ended" }
  | { readonly at: "failed"; readonly error: AppError };

/** What the shared screen tells. */
export interface ScreenEvents {
  onState(state: ScreenState): void;
  /** A new stream: show it and read its track. Null when nothing is shared any more. */
  onStream(stream: MediaStream | null): void;
}

/** The browser's part that screen capture uses. */
export type ScreenScope = Pick<MediaDevices, "getDisplayMedia"> | null;

/** The one owner of what is shared. */
export interface Screen {
  /** Asks what to share; to be called while a press is fresh. Failures arrive as state. */
  open(): Promise<void>;
  close(): void;
}

/** A screen changes seldom; more than this costs the machine that it is about. */
const framesPerSecond = 30;

/** Creates the owner of the shared screen; nothing is asked before `open`. */
export function createScreen(
  events: ScreenEvents,
  devices: ScreenScope = canShareScreen() ? navigator.mediaDevices : null,
): Screen {
  let stream: MediaStream | null = null;
  let turn = {};

  const stopStream = (): void => {
    const old = stream;
    // First forgotten, then stopped: its own events are no news any more.
    stream = null;
    for (const each of old?.getTracks() ?? []) each.stop();
  };
  const end = (state: ScreenState): void => {
    turn = {};
    stopStream();
    events.onStream(null);
    events.onState(state);
  };

  return {
    async open() {
      const mine = {};
      turn = mine;
      stopStream();
      events.onState({ at: "asking" });
      try {
        if (!devices) throw new TypeError("getDisplayMedia is missing");
        const video = { frameRate: { max: framesPerSecond } };
        const opened = await devices.getDisplayMedia({ video, audio: false });
        if (turn !== mine) {
          for (const each of opened.getTracks()) each.stop();
          return;
        }
        stream = opened;
        opened.getVideoTracks()[0]?.addEventListener("ended", () => {
          if (stream === opened) end({ at: "ended" });
        });
        events.onStream(opened);
        events.onState({ at: "live" });
      } catch (cause) {
        if (turn === mine) end({ at: "failed", error: screenTrouble(cause) });
      }
    },
    close() {
      end({ at: "off" });
    },
  };
}

/** What a rejection of `getDisplayMedia` means (W3C Screen Capture, § 5.1). */
export function screenTrouble(cause: unknown): AppError {
  const reason = reasonOf(cause);
  switch (cause instanceof Error ? cause.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return new AppError("screen-refused", { reason }, { cause });
    case "InvalidStateError":
      return new AppError("screen-needs-press", {}, { cause });
    case "TypeError":
      return new AppError("screen-unsupported", { reason }, { cause });
    default:
      return new AppError("screen-failed", { reason }, { cause });
  }
}
