import type { Size } from "#shared";
import type { OpenedFrames } from "./frames.ts";
import type { SampleCall, SampleReply } from "./sample-calls.ts";

/** The playing sample: a scene that the app draws itself, as if it were a camera. */
export interface Sample {
  /** Frames for a worker; each call ends the ones before. */
  openFrames(): OpenedFrames;
  setPaused(paused: boolean): void;
  close(): void;
}

/** The sample's picture is this many pixels long on its longer side, like a modest camera. */
const longSide = 960;

/** The sample's picture size for a view, of the view's shape, within camera-like shapes. */
export function sampleSize(view: Size): Size {
  const shape = Math.min(Math.max(view.width / view.height, 9 / 16), 16 / 9);
  return shape >= 1
    ? { width: longSide, height: Math.round(longSide / shape / 2) * 2 }
    : { width: Math.round((longSide * shape) / 2) * 2, height: longSide };
}

/** Starts the sample of a task on a canvas that was never used before. */
export function openSample(task: string, canvas: HTMLCanvasElement, size: Size): Sample {
  const worker = new Worker(new URL("./sample-worker.ts", import.meta.url), {
    type: "module",
    name: task,
  });
  const send = (call: SampleCall, transfer: Transferable[] = []): void =>
    worker.postMessage(call, transfer);
  send({ kind: "size", ...size });
  canvas.width = size.width;
  canvas.height = size.height;
  if (typeof canvas.transferControlToOffscreen === "function") {
    const offscreen = canvas.transferControlToOffscreen();
    send({ kind: "canvas", canvas: offscreen }, [offscreen]);
  } else {
    const context = canvas.getContext("bitmaprenderer");
    worker.onmessage = ({ data }: MessageEvent<SampleReply>) =>
      context?.transferFromImageBitmap(data.bitmap);
    send({ kind: "canvas", canvas: null });
  }
  return {
    openFrames() {
      const { port1, port2 } = new MessageChannel();
      send({ kind: "port", port: port1 }, [port1]);
      return { source: { kind: "port", port: port2 }, transfer: [port2], close: () => {} };
    },
    setPaused: (paused) => send({ kind: "paused", paused }),
    close: () => worker.terminate(),
  };
}
