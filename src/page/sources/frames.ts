import type { FrameMessage, FrameSource } from "#protocol";

/** What this browser can do for bringing frames to a worker. */
export interface FrameAbilities {
  /** `MediaStreamTrackProcessor` on the page. */
  readonly processorHere: boolean;
  /** A `MediaStreamTrack` can be transferred (where only workers have the processor). */
  readonly trackTransfers: boolean;
}

/** Which way camera frames take, best first; the last one costs the page a little per frame. */
export function framePath({ processorHere, trackTransfers }: FrameAbilities): FrameSource["kind"] {
  if (processorHere) return "stream";
  return trackTransfers ? "track" : "port";
}

/** Tries what this browser can do; the track is only cloned, never harmed. */
export function frameAbilities(track: MediaStreamTrack): FrameAbilities {
  const processorHere = typeof globalThis.MediaStreamTrackProcessor === "function";
  return { processorHere, trackTransfers: !processorHere && trackTransfers(track) };
}

function trackTransfers(track: MediaStreamTrack): boolean {
  const probe = track.clone();
  try {
    const moved = structuredClone(probe, { transfer: [probe as unknown as Transferable] });
    moved.stop();
    return true;
  } catch {
    probe.stop();
    return false;
  }
}

/** Frames on their way to a worker. */
export interface OpenedFrames {
  readonly source: FrameSource;
  readonly transfer: Transferable[];
  /** Where pictures stand still: the picture at hand counts as new. */
  sendAgain?(): void;
  /** Ends this way; the camera itself goes on. */
  close(): void;
}

/**
 * Opens the frames of a camera for a worker; each worker gets its own way and its own clone of the track.
 * Null where the track has ended: nothing can be read of it any more, and its owner opens another.
 *
 * [Note: Frames after a hang] A worker that hangs keeps the frames that it holds, and a camera hands a
 * processor no others beyond a few: Chromium ends such a worker 2 s after it was told to, and for so long the
 * next one would get nothing. So where it is opened `again`, the next one is also given a port, which
 * answers with copies of what the video shows, for the video goes on.
 */
export function openFrames(
  track: MediaStreamVideoTrack,
  video: HTMLVideoElement,
  again = false,
): OpenedFrames | null {
  if (track.readyState === "ended") return null;
  const path = framePath(frameAbilities(track));
  if (path === "port") return openPort(video);
  const clone = track.clone();
  const close = (): void => clone.stop();
  if (path === "track") {
    return {
      source: { kind: "track", track: clone },
      transfer: [clone as unknown as Transferable],
      close,
    };
  }
  const frames = new MediaStreamTrackProcessor({ track: clone }).readable;
  const stream = frames as unknown as Transferable;
  if (!again) return { source: { kind: "stream", frames }, transfer: [stream], close };
  // A reference to the camera's own pixels would be one of the few.
  const copies = answerNext(video, () => createImageBitmap(video));
  return {
    source: { kind: "stream", frames, meanwhile: copies.port },
    transfer: [stream, copies.port],
    close() {
      close();
      copies.close();
    },
  };
}

function openPort(video: HTMLVideoElement): OpenedFrames {
  const { port, close } = answerNext(video, (timestampMs) => grab(video, timestampMs));
  return { source: { kind: "port", port }, transfer: [port], close };
}

/** Answers each `"next"` on a port with the frame that the video shows next. */
function answerNext(
  video: HTMLVideoElement,
  grabAt: (timestampMs: number) => Promise<VideoFrame | ImageBitmap>,
): { readonly port: MessagePort; close(): void } {
  const { port1: here, port2: there } = new MessageChannel();
  let closed = false;
  here.onmessage = () => {
    video.requestVideoFrameCallback(async (now, { captureTime }) => {
      if (closed) return;
      const timestampMs = performance.timeOrigin + (captureTime ?? now);
      const frame = await grabAt(timestampMs);
      here.postMessage({ frame, timestampMs } satisfies FrameMessage, [frame]);
    });
  };
  return {
    port: there,
    close: () => {
      closed = true;
      here.close();
    },
  };
}

/**
 * Opens the frames of a playing file: each `"next"` is answered with the newest picture that was not sent
 * yet. A port and not `captureStream`, which sends the same picture for ever while the video is paused.
 */
export function openVideoFrames(video: HTMLVideoElement): OpenedFrames {
  const { port1: here, port2: there } = new MessageChannel();
  let asked = false;
  let isNew = true;
  let closed = false;
  const answer = async (): Promise<void> => {
    if (!asked || !isNew || closed || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    asked = false;
    isNew = false;
    const timestampMs = performance.timeOrigin + performance.now();
    const frame = await grab(video, timestampMs);
    if (closed) frame.close();
    else here.postMessage({ frame, timestampMs } satisfies FrameMessage, [frame]);
  };
  const onPicture = (): void => {
    if (closed) return;
    isNew = true;
    void answer();
    video.requestVideoFrameCallback(onPicture);
  };
  video.requestVideoFrameCallback(onPicture);
  here.onmessage = () => {
    asked = true;
    void answer();
  };
  return {
    source: { kind: "port", port: there },
    transfer: [there],
    sendAgain: () => {
      isNew = true;
      void answer();
    },
    close: () => {
      closed = true;
      here.close();
    },
  };
}

/** A `VideoFrame` is a reference to pixels; where it is missing, a bitmap is a copy of them. */
async function grab(
  video: HTMLVideoElement,
  timestampMs: number,
): Promise<VideoFrame | ImageBitmap> {
  if (typeof VideoFrame !== "function") return createImageBitmap(video);
  return new VideoFrame(video, { timestamp: Math.round(timestampMs * 1000) });
}
