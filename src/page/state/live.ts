import { type CameraWish, createCamera } from "../sources/camera.ts";
import { isMirrored } from "../sources/camera-track.ts";
import { type OpenedFrames, openFrames } from "../sources/frames.ts";
import { openSample, type Sample, sampleSize } from "../sources/sample.ts";
import { createScreen } from "../sources/screen.ts";
import { openVideoFile, type VideoFile } from "../sources/video-file.ts";
import type { AppStore } from "./app-state.ts";
import type { Stage } from "./stage.ts";
import type { OpenedSource } from "./supervisor-parts.ts";
import type { SourceWant } from "./wants.ts";

export { proveOnWake } from "./prove-on-wake.ts";

/** Live pictures: the camera, the sample, a shared screen or a video, shown on the stage and wanted in the worker. */
export interface Live {
  openCamera(options?: { readonly steal?: boolean }): Promise<void>;
  changeCamera(wish: CameraWish): Promise<void>;
  openSample(): Promise<void>;
  /** The other sources tell in the state where they stand. */
  isSampleOpen(): boolean;
  /** Asks what to share; to be called while a press is fresh. */
  openScreen(): Promise<void>;
  openVideo(file: File): Promise<void>;
  seekVideo(seconds: number): void;
  /** The standing picture of a video is sent again. */
  sendAgain(): void;
  /** The way of the frames broke, but the camera may be well: opens another way, without asking it again. */
  renewFrames(): void;
  setFrozen(frozen: boolean): void;
  setTorch(on: boolean): Promise<void>;
  setZoom(zoom: number): Promise<void>;
  close(): void;
}

/** A way that keeps breaking is not opened in a tight circle. */
const renewDelayMs = 1_000;

/** What live pictures tell beyond the state. */
export interface LiveEvents {
  /** The person ended sharing by the browser's own button. */
  onScreenEnded(): void;
  /** The camera failed by itself, and is opened anew. */
  onTrouble(kind: "camera-end" | "camera-mute"): void;
  /** The video shows the picture of another moment. */
  onSeeked(): void;
}

/** Connects the sources with the stage; `want` hands what is live to the supervisor. */
export function createLive(
  store: AppStore,
  stage: Stage,
  want: (source: SourceWant<OpenedSource> | null) => void,
  events: LiveEvents,
): Live {
  let sample: Sample | null = null;
  let video: VideoFile | null = null;
  let frames: OpenedFrames | null = null;
  let turn = {};
  let renewTimer: ReturnType<typeof setTimeout> | undefined;

  /** Every worker opens the frames anew; the way of the worker before is closed. */
  const wantFrames = (open: (again: boolean) => OpenedFrames | null): void => {
    let again = false;
    want({
      open() {
        frames?.close();
        frames = open(again);
        again = true;
        return frames;
      },
    });
  };
  const endFrames = (): void => {
    want(null);
    frames?.close();
    frames = null;
  };
  const showStream = async (stream: MediaStream | null): Promise<void> => {
    const { video: element } = await stage.mounted();
    element.srcObject = stream;
    const track = stream?.getVideoTracks()[0];
    if (!track) {
      endFrames();
      return;
    }
    // Muted inline video may always play; where a browser refuses, the frames still flow.
    await element.play().catch(() => undefined);
    if (element.srcObject !== stream) return;
    wantFrames((again) => openFrames(track, element, again));
  };
  const camera = createCamera({
    onState(state) {
      if (state.at === "live") {
        stage.setMirrored(isMirrored(state.facts, store.getState().devices.length > 1));
        stage.setWhole(false);
      }
      store.setState({ camera: state });
    },
    onStream: (stream) => void showStream(stream),
    onDevices: (devices) => store.setState({ devices }),
    onTrouble: events.onTrouble,
  });
  const screen = createScreen({
    onState(state) {
      if (state.at === "live") {
        stage.setMirrored(false);
        stage.setWhole(true);
      }
      store.setState({ screen: state });
      if (state.at === "ended") events.onScreenEnded();
    },
    onStream: (stream) => void showStream(stream),
  });
  const closeSample = (): void => {
    sample?.close();
    sample = null;
  };
  const closeVideo = (): void => {
    video?.close();
    video = null;
    store.setState({ video: { at: "none" } });
  };

  return {
    async openCamera(options) {
      turn = {};
      closeSample();
      closeVideo();
      screen.close();
      await camera.open(store.getState().wish, options);
    },
    async changeCamera(wish) {
      await camera.open(wish);
    },
    async openSample() {
      const mine = {};
      turn = mine;
      camera.close();
      closeSample();
      closeVideo();
      screen.close();
      await stage.mounted();
      if (turn !== mine) return;
      const size = sampleSize(stage.size());
      const opened = openSample(store.getState().task, stage.freshSampleCanvas(), size);
      sample = opened;
      stage.setMirrored(false);
      stage.setWhole(false);
      stage.setFrame(size);
      wantFrames(() => opened.openFrames());
    },
    isSampleOpen: () => sample !== null,
    async openScreen() {
      turn = {};
      camera.close();
      closeSample();
      closeVideo();
      await screen.open();
    },
    async openVideo(file) {
      const mine = {};
      turn = mine;
      camera.close();
      closeSample();
      closeVideo();
      screen.close();
      store.setState({ video: { at: "opening" } });
      const { video: element } = await stage.mounted();
      if (turn !== mine) return;
      const opened = openVideoFile(element, file, {
        onState(state) {
          store.setState({ video: state });
          if (state.at === "failed") endFrames();
        },
        onReady() {
          stage.setMirrored(false);
          stage.setWhole(true);
          stage.setFrame({ width: element.videoWidth, height: element.videoHeight });
          wantFrames(() => opened.openFrames());
        },
        onSeeked() {
          // Another source to the worker: what it followed until here is not carried over the cut.
          const before = frames;
          wantFrames(opened.openFrames);
          before?.close();
          events.onSeeked();
        },
      });
      video = opened;
    },
    seekVideo: (seconds) => video?.seek(seconds),
    sendAgain: () => frames?.sendAgain?.(),
    renewFrames() {
      clearTimeout(renewTimer);
      renewTimer = setTimeout(() => {
        void stage.mounted().then(({ video: element }) => {
          const stream = element.srcObject;
          const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
          // A track that ended is the camera's own business: it is being opened anew.
          if (track?.readyState === "live")
            wantFrames((again) => openFrames(track, element, again));
          else if (video) wantFrames(video.openFrames);
        });
      }, renewDelayMs);
    },
    setFrozen(frozen) {
      sample?.setPaused(frozen);
      video?.setPaused(frozen);
      void stage.mounted().then(({ video: element }) => {
        if (!element.srcObject) return;
        if (frozen) element.pause();
        else void element.play().catch(() => undefined);
      });
    },
    setTorch: (on) => camera.setTorch(on),
    setZoom: (zoom) => camera.setZoom(zoom),
    close() {
      turn = {};
      clearTimeout(renewTimer);
      camera.close();
      closeSample();
      closeVideo();
      screen.close();
      endFrames();
    },
  };
}
