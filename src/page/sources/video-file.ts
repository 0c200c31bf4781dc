import { AppError } from "#shared";
import { type OpenedFrames, openVideoFrames } from "./frames.ts";

/** Where a chosen video stands. */
export type VideoState =
  | { readonly at: "none" }
  | { readonly at: "opening" }
  | {
      readonly at: "open";
      readonly name: string;
      readonly positionSeconds: number;
      /** 0 where the file does not tell its length. */
      readonly durationSeconds: number;
    }
  | { readonly at: "failed"; readonly error: AppError };

/** A video file that plays as if it were a camera, muted and in a loop. */
export interface VideoFile {
  /** Frames for a worker; each call opens another way. */
  openFrames(): OpenedFrames;
  seek(seconds: number): void;
  setPaused(paused: boolean): void;
  /** Frees the memory behind the file. */
  close(): void;
}

/** What a playing video tells. */
export interface VideoEvents {
  onState(state: VideoState): void;
  /** The first picture is there: frames can be opened. */
  onReady(): void;
  /** The picture of another moment is there, or at last is; while paused it may be told twice. */
  onSeeked(): void;
}

/** Plays a file in a video element; what is wrong with it arrives as state. */
export function openVideoFile(video: HTMLVideoElement, file: File, events: VideoEvents): VideoFile {
  const url = URL.createObjectURL(file);
  const listening = new AbortController();
  let isReady = false;
  let paused = false;

  const on = (name: keyof HTMLMediaElementEventMap, run: () => void): void =>
    video.addEventListener(name, run, { signal: listening.signal });
  const tell = (): void => {
    if (!isReady) return;
    events.onState({
      at: "open",
      name: file.name,
      positionSeconds: video.currentTime,
      durationSeconds: Number.isFinite(video.duration) ? video.duration : 0,
    });
  };
  const play = (): void => {
    // Muted inline video may always play; where a browser refuses, the play button is there.
    if (!paused) void video.play().catch(() => undefined);
  };
  const close = (): void => {
    listening.abort();
    video.pause();
    video.loop = false;
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  };
  const fail = (reason: string): void => {
    close();
    const error = new AppError("video-unreadable", { file: file.name, reason });
    events.onState({ at: "failed", error });
  };
  const begin = (): void => {
    if (isReady) return;
    if (video.videoWidth === 0) {
      fail("there are no pictures in it");
      return;
    }
    isReady = true;
    tell();
    events.onReady();
    play();
  };

  on("error", () => fail(video.error?.message || "the browser cannot play it"));
  on("loadeddata", () => {
    if (Number.isFinite(video.duration)) {
      begin();
      return;
    }
    // What a browser recorded tells no length until its end was seen (Chromium issue 642012).
    video.addEventListener(
      "seeked",
      () => {
        video.addEventListener("seeked", begin, { once: true, signal: listening.signal });
        video.currentTime = 0;
      },
      { once: true, signal: listening.signal },
    );
    video.currentTime = Number.MAX_SAFE_INTEGER;
  });
  for (const name of ["timeupdate", "durationchange"] as const) on(name, tell);
  on("seeked", () => {
    tell();
    if (!isReady) return;
    events.onSeeked();
    // Some browsers say "seeked" while the picture of before still stands.
    video.requestVideoFrameCallback(() => {
      if (paused && !listening.signal.aborted) events.onSeeked();
    });
  });

  events.onState({ at: "opening" });
  video.srcObject = null;
  video.loop = true;
  video.src = url;
  return {
    openFrames: () => openVideoFrames(video),
    seek(seconds) {
      video.currentTime = seconds;
      tell();
    },
    setPaused(next) {
      paused = next;
      if (paused) video.pause();
      else play();
    },
    close,
  };
}
