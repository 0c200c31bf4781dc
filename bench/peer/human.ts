import { type Config, Human } from "@vladmandic/human";

/** What the peer's page tells the benchmark. */
export interface PeerState {
  frames: number;
  /** Milliseconds of each detection, capture to result. */
  readonly agesMs: number[];
  readonly framesMs: number[];
  firstResultMs: number;
}

/** The peer's caching and picture filters: as it comes, or switched off. */
export type PeerMode = "default" | "bare";

const state: PeerState = { frames: 0, agesMs: [], framesMs: [], firstResultMs: 0 };
Object.assign(window, { peer: state });

const mode = new URLSearchParams(location.search).get("mode") as PeerMode;
const off = { enabled: false } as const;
const config: Partial<Config> = {
  backend: "wasm",
  wasmPath: "/wasm/",
  modelBasePath: "/models/",
  face: off,
  body: off,
  hand: off,
  gesture: off,
  segmentation: off,
  object: { enabled: true },
  ...(mode === "bare" ? { cacheSensitivity: 0, filter: { enabled: false } } : {}),
};

const video = document.createElement("video");
document.body.append(video);
video.muted = true;
const constraints = { video: { width: 640, height: 480 } };
video.srcObject = await navigator.mediaDevices.getUserMedia(constraints);
await video.play();

let capturedAt = performance.now();
const onFrame = (now: number, metadata: VideoFrameCallbackMetadata): void => {
  capturedAt = metadata.captureTime ?? now;
  video.requestVideoFrameCallback(onFrame);
};
video.requestVideoFrameCallback(onFrame);

const human = new Human(config);
await human.load();
for (;;) {
  const start = performance.now();
  const captured = capturedAt;
  const result = await human.detect(video);
  const end = performance.now();
  if (state.frames === 0) state.firstResultMs = end;
  state.frames += 1;
  state.agesMs.push(end - captured);
  state.framesMs.push(end - start);
  document.title = `${result.object.length}`;
  await new Promise(requestAnimationFrame);
}
