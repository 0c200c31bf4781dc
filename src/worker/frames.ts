import type { FrameMessage, FrameSource } from "#protocol";
import type { Size } from "#shared";
import { reasonOf } from "#shared";
import type { FrameCounts } from "./frame-counts.ts";
import { nextTask } from "./next-task.ts";
import type { FrameImage } from "./preprocess/preprocess.ts";

/** Pixels with a capture time. Whoever receives a frame closes it. */
export interface Frame {
  readonly image: FrameImage;
  /** What the frame shows, in pixels: rotation and aspect ratio applied. */
  readonly size: Size;
  /** Milliseconds on the source's own clock. */
  readonly timestampMs: number;
  /** Milliseconds on this worker's `performance.now()`: the capture where the source tells it, else the arrival. */
  readonly capturedAtMs: number;
  close(): void;
}

/**
 * Live frames, one at a time.
 *
 * [Note: One frame in flight] While a frame is being worked on, at most one more is held: the newest. Every
 * other one is closed at once, because cameras hand out a handful of buffers and stop when none comes back.
 */
export interface FrameFeed {
  /** The newest frame, or undefined when no more will come. One caller at a time. */
  next(): Promise<Frame | undefined>;
  /** Idle: frames are drained and closed, and a pulled source is not asked. */
  setIdle(idle: boolean): void;
  /** Closes what is held and lets go of the source. */
  close(): void;
}

/** A frame older than this, while a newer one may already wait, is worth one more look. */
const staleMs = 60;
/** A capture time that far from now belongs to another clock. */
const plausibleMs = 10_000;

/** Opens a source of live frames; `onEnded` is called once if it ends by itself. */
export function openFrames(
  source: FrameSource,
  counts: FrameCounts,
  onEnded: (reason: string) => void,
): FrameFeed {
  let held: Frame | undefined;
  let waiting: ((frame: Frame | undefined) => void) | undefined;
  let closed = false;
  let idle = false;

  const settle = (frame: Frame | undefined): void => {
    const resolve = waiting;
    waiting = undefined;
    resolve?.(frame);
  };
  const drop = (frame: Frame | undefined): void => {
    if (!frame) return;
    counts.dropped++;
    frame.close();
  };
  const receive = (image: FrameImage, absoluteMs?: number): void => {
    const frame = openFrame(image, counts, absoluteMs);
    if (closed || idle) drop(frame);
    else if (waiting) settle(frame);
    else {
      drop(held);
      held = frame;
    }
  };
  const end = (reason: string): void => {
    if (closed) return;
    closed = true;
    settle(undefined);
    onEnded(reason);
  };
  const intake =
    source.kind === "port"
      ? pull(source.port, receive, end)
      : read(source.kind === "stream" ? source.frames : framesOf(source.track), receive, end);

  return {
    async next() {
      if (closed && !held) return undefined;
      if (!held) {
        intake.ask();
        return new Promise((resolve) => {
          waiting = resolve;
        });
      }
      // What waited while a synchronous engine held this thread may be long overtaken: let the reader catch up.
      for (
        let turns = 0;
        turns < 4 && held && performance.now() - held.capturedAtMs > staleMs;
        turns++
      ) {
        await nextTask();
      }
      const frame = held;
      held = undefined;
      return frame;
    },
    setIdle(value) {
      idle = value;
      if (!idle) {
        if (waiting) intake.ask();
        return;
      }
      drop(held);
      held = undefined;
    },
    close() {
      closed = true;
      drop(held);
      held = undefined;
      settle(undefined);
      intake.close();
    },
  };
}

/** The half of a feed that takes frames from their source. */
interface Intake {
  /** One more frame is wanted. */
  ask(): void;
  close(): void;
}

type Receive = (image: FrameImage, absoluteMs?: number) => void;
type End = (reason: string) => void;

function read(frames: ReadableStream<VideoFrame>, receive: Receive, end: End): Intake {
  const reader = frames.getReader();
  const pump = async (): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        receive(value);
      }
      end("the track ended");
    } catch (error) {
      end(reasonOf(error));
    }
  };
  void pump();
  return {
    ask() {},
    close() {
      // A stream that broke rejects here with what `pump` already told.
      reader.cancel().catch(() => {});
    },
  };
}

function pull(port: MessagePort, receive: Receive, end: End): Intake {
  let asked = false;
  port.onmessage = ({ data }: MessageEvent) => {
    asked = false;
    const { frame, timestampMs } = data as FrameMessage;
    receive(frame, timestampMs);
  };
  port.onmessageerror = () => end("a frame could not be received");
  port.addEventListener("close", () => end("the other side closed"));
  return {
    ask() {
      if (asked) return;
      asked = true;
      port.postMessage("next");
    },
    close() {
      port.close();
    },
  };
}

/** `MediaStreamTrackProcessor` as workers have it (Safari): https://w3c.github.io/mediacapture-transform/ */
type TrackProcessor = new (init: {
  readonly track: unknown;
}) => { readonly readable: ReadableStream<VideoFrame> };

function framesOf(track: unknown): ReadableStream<VideoFrame> {
  const Processor = (globalThis as { MediaStreamTrackProcessor?: TrackProcessor })
    .MediaStreamTrackProcessor;
  if (!Processor) throw new Error("this worker has no MediaStreamTrackProcessor");
  return new Processor({ track }).readable;
}

function openFrame(image: FrameImage, counts: FrameCounts, absoluteMs?: number): Frame {
  counts.captured++;
  counts.open++;
  let open = true;
  const isVideo = "displayWidth" in image;
  return {
    image,
    size: isVideo
      ? { width: image.displayWidth, height: image.displayHeight }
      : { width: image.width, height: image.height },
    timestampMs: absoluteMs ?? (isVideo ? image.timestamp / 1000 : performance.now()),
    capturedAtMs: captureMoment(absoluteMs),
    close() {
      if (!open) return;
      open = false;
      counts.open--;
      image.close();
    },
  };
}

function captureMoment(absoluteMs: number | undefined): number {
  const now = performance.now();
  const moment = absoluteMs === undefined ? undefined : absoluteMs - performance.timeOrigin;
  if (moment === undefined || moment > now + 1 || now - moment > plausibleMs) return now;
  return moment;
}
