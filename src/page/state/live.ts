import { type CameraWish, createCamera } from "../sources/camera.ts";
import { isMirrored } from "../sources/camera-track.ts";
import { type OpenedFrames, openFrames } from "../sources/frames.ts";
import { openSample, type Sample, sampleSize } from "../sources/sample.ts";
import type { AppStore } from "./app-state.ts";
import type { Stage } from "./stage.ts";
import type { OpenedSource } from "./supervisor.ts";
import type { SourceWant } from "./wants.ts";

/** Live pictures: the camera or the playing sample, shown on the stage and wanted in the worker. */
export interface Live {
  openCamera(options?: { readonly steal?: boolean }): Promise<void>;
  changeCamera(wish: CameraWish): Promise<void>;
  openSample(): Promise<void>;
  /** The way of the frames broke, but the camera may be well: opens another way, without asking it again. */
  renewFrames(): void;
  setFrozen(frozen: boolean): void;
  setTorch(on: boolean): Promise<void>;
  setZoom(zoom: number): Promise<void>;
  close(): void;
}

/** A way that keeps breaking is not opened in a tight circle. */
const renewDelayMs = 1_000;

/** Connects the sources with the stage; `want` hands what is live to the supervisor. */
export function createLive(
  store: AppStore,
  stage: Stage,
  want: (source: SourceWant<OpenedSource> | null) => void,
): Live {
  let sample: Sample | null = null;
  let frames: OpenedFrames | null = null;
  let turn = {};
  let renewTimer: ReturnType<typeof setTimeout> | undefined;

  /** Every worker opens the frames anew; the way of the worker before is closed. */
  const wantFrames = (open: () => OpenedFrames): void =>
    want({
      open() {
        frames?.close();
        frames = open();
        return frames;
      },
    });
  const endFrames = (): void => {
    want(null);
    frames?.close();
    frames = null;
  };
  const showStream = async (stream: MediaStream | null): Promise<void> => {
    const { video } = await stage.mounted();
    video.srcObject = stream;
    const track = stream?.getVideoTracks()[0];
    if (!track) {
      endFrames();
      return;
    }
    // Muted inline video may always play; where a browser refuses, the frames still flow.
    await video.play().catch(() => undefined);
    if (video.srcObject !== stream) return;
    wantFrames(() => openFrames(track, video));
  };
  const camera = createCamera({
    onState(state) {
      if (state.at === "live") {
        stage.setMirrored(isMirrored(state.facts, store.getState().devices.length > 1));
      }
      store.setState({ camera: state });
    },
    onStream: (stream) => void showStream(stream),
    onDevices: (devices) => store.setState({ devices }),
  });
  const closeSample = (): void => {
    sample?.close();
    sample = null;
  };

  return {
    async openCamera(options) {
      turn = {};
      closeSample();
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
      await stage.mounted();
      if (turn !== mine) return;
      const size = sampleSize(stage.size());
      const opened = openSample(store.getState().task, stage.freshSampleCanvas(), size);
      sample = opened;
      stage.setMirrored(false);
      stage.setFrame(size);
      wantFrames(() => opened.openFrames());
    },
    renewFrames() {
      clearTimeout(renewTimer);
      renewTimer = setTimeout(() => {
        void stage.mounted().then(({ video }) => {
          const stream = video.srcObject;
          const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
          // A track that ended is the camera's own business: it is being opened anew.
          if (track?.readyState === "live") wantFrames(() => openFrames(track, video));
        });
      }, renewDelayMs);
    },
    setFrozen(frozen) {
      sample?.setPaused(frozen);
      void stage.mounted().then(({ video }) => {
        if (frozen) video.pause();
        else if (video.srcObject) void video.play().catch(() => undefined);
      });
    },
    setTorch: (on) => camera.setTorch(on),
    setZoom: (zoom) => camera.setZoom(zoom),
    close() {
      turn = {};
      clearTimeout(renewTimer);
      camera.close();
      closeSample();
      endFrames();
    },
  };
}
