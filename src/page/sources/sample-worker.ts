import type { FrameMessage } from "#protocol";
import type { SampleCall, SampleReply } from "./sample-calls.ts";
import { sampleDrawing } from "./sample-drawing.ts";

// The drawn sample plays here, so that it stays smooth however slow the engine or busy the page is.

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<SampleCall>) => void) | null;
  postMessage(message: SampleReply, transfer: Transferable[]): void;
  requestAnimationFrame?: (run: (nowMs: number) => void) => number;
  readonly name: string;
};

const frameMs = 1000 / 30;
const drawing = sampleDrawing(scope.name);

let canvas: OffscreenCanvas | null = null;
let shownByPage = false;
let width = 640;
let height = 480;
let port: MessagePort | null = null;
let pulled = false;
let paused = false;
let playedMs = 0;
let lastMs = 0;
let running = false;

const next = (run: (nowMs: number) => void): void => {
  if (scope.requestAnimationFrame) scope.requestAnimationFrame(run);
  else setTimeout(() => run(performance.now()), frameMs);
};

async function grab(from: OffscreenCanvas, timestampMs: number): Promise<VideoFrame | ImageBitmap> {
  if (typeof VideoFrame !== "function") return createImageBitmap(from);
  return new VideoFrame(from, { timestamp: Math.round(timestampMs * 1000) });
}

async function answer(from: OffscreenCanvas): Promise<void> {
  const to = port;
  if (!pulled || !to) return;
  pulled = false;
  const timestampMs = performance.timeOrigin + performance.now();
  const frame = await grab(from, timestampMs);
  to.postMessage({ frame, timestampMs } satisfies FrameMessage, [frame]);
}

async function play(): Promise<void> {
  const draw = await drawing;
  const tick = (nowMs: number): void => {
    next(tick);
    // A display of 60 Hz or more is halved; the slack keeps 30 Hz from becoming 20.
    if (paused || !canvas || nowMs - lastMs < frameMs - 4) return;
    playedMs += Math.min(nowMs - lastMs, 250);
    lastMs = nowMs;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) return;
    draw(context, playedMs);
    void answer(canvas);
    if (shownByPage) {
      void createImageBitmap(canvas).then((bitmap) => scope.postMessage({ bitmap }, [bitmap]));
    }
  };
  next(tick);
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "canvas":
      shownByPage = data.canvas === null;
      canvas = data.canvas ?? new OffscreenCanvas(width, height);
      if (!running) void play();
      running = true;
      break;
    case "size":
      width = data.width;
      height = data.height;
      break;
    case "port":
      port?.close();
      port = data.port;
      pulled = false;
      port.onmessage = () => {
        pulled = true;
      };
      break;
    case "paused":
      paused = data.paused;
      break;
  }
};
