import type { AttachedSource, FrameMessage, TransferableTrack } from "#protocol";
import { AppError, reasonOf, type Size } from "#shared";
import { type CaptureClock, createCaptureClock } from "./capture-clock.ts";
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
  /** The capture on this worker's `performance.now()`, in milliseconds. */
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

/** Opens a source of live frames; `onEnded` is called once if it ends by itself. */
export function openFrames(
  source: AttachedSource,
  counts: FrameCounts,
  onEnded: (reason: string) => void,
): FrameFeed {
  const clock = createCaptureClock();
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
  const receive: Receive = (image, absoluteMs, timestampMs) => {
    const frame = openFrame(image, counts, clock, absoluteMs, timestampMs);
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
      : source.kind === "stream"
        ? readMeanwhile(source, receive, end)
        : readTrack(source.track, receive, end);

  return {
    async next() {
      // What waited while a synchronous engine held this thread may be long overtaken: the reader catches up.
      for (let turn = 0; turn < 4 && held && isStale(held); turn++) await nextTask();
      const frame = held;
      held = undefined;
      if (frame || closed) return frame;
      if (!idle) intake.ask();
      return new Promise((resolve) => {
        waiting = resolve;
      });
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

function isStale(frame: Frame): boolean {
  return performance.now() - frame.capturedAtMs > staleMs;
}

/** The half of a feed that takes frames from their source. */
interface Intake {
  /** One more frame is wanted. */
  ask(): void;
  close(): void;
}

/** `absoluteMs` is the capture, `performance.timeOrigin` based; on the source's own clock it is `timestampMs`. */
type Receive = (image: FrameImage, absoluteMs?: number, timestampMs?: number) => void;
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

/** Reads the stream; until it moves, takes what is answered meanwhile, as if on the clock of the stream. */
function readMeanwhile(
  { frames, meanwhile, before, beforeAgoMs = 0 }: AttachedSource & { readonly kind: "stream" },
  receive: Receive,
  end: End,
): Intake {
  if (!meanwhile || !before) {
    meanwhile?.close();
    return read(frames, receive, end);
  }
  const beganMs = before.frame.timestampMs + beforeAgoMs;
  let moves = false;
  let shiftMs: number | undefined;
  let latestMs = beganMs;
  const copies = pull(
    meanwhile,
    (image, absoluteMs = 0) => {
      if (moves) {
        image.close();
        return;
      }
      shiftMs ??= beganMs - absoluteMs;
      latestMs = absoluteMs + shiftMs;
      receive(image, absoluteMs, latestMs);
    },
    () => {},
  );
  const stream = read(
    frames,
    (image) => {
      if (!moves) copies.close();
      moves = true;
      // The clocks agree to a few frames, and no frame is older than the one before.
      if ("displayWidth" in image && image.timestamp / 1000 <= latestMs) image.close();
      else receive(image);
    },
    end,
  );
  return {
    ask() {
      if (!moves) copies.ask();
    },
    close() {
      copies.close();
      stream.close();
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

function readTrack(track: TransferableTrack, receive: Receive, end: End): Intake {
  const Processor = (globalThis as { MediaStreamTrackProcessor?: TrackProcessor })
    .MediaStreamTrackProcessor;
  if (!Processor) {
    const reason = "this worker has no MediaStreamTrackProcessor";
    throw new AppError("camera-unsupported", { reason });
  }
  const intake = read(new Processor({ track }).readable, receive, end);
  return {
    ask() {},
    close() {
      intake.close();
      // A transferred track lives here and nowhere else.
      track.stop();
    },
  };
}

function openFrame(
  image: FrameImage,
  counts: FrameCounts,
  clock: CaptureClock,
  absoluteMs: number | undefined,
  sourceMs = absoluteMs,
): Frame {
  counts.captured++;
  counts.open++;
  let open = true;
  const now = performance.now();
  const isVideo = "displayWidth" in image;
  const timestampMs = sourceMs ?? (isVideo ? image.timestamp / 1000 : now);
  return {
    image,
    size: isVideo
      ? { width: image.displayWidth, height: image.displayHeight }
      : { width: image.width, height: image.height },
    timestampMs,
    capturedAtMs:
      absoluteMs === undefined
        ? clock.captureMoment(timestampMs, now)
        : Math.min(absoluteMs - performance.timeOrigin, now),
    close() {
      if (!open) return;
      open = false;
      counts.open--;
      image.close();
    },
  };
}
