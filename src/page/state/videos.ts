import type {
  Calls,
  Client,
  MadeVideo,
  RunVideo,
  SetOptions,
  VideoFacts,
  VideoFrameAt,
  VideoFramePicture,
  VideoSummary,
  VideoUpdate,
} from "#protocol";

/** Videos from files, taken apart in the worker. Every call throws AppError `video-refused`. */
export interface Videos {
  read(file: File, signal?: AbortSignal): Promise<VideoFacts>;
  /** Runs the loaded task over a video; `onUpdate` gets what was found, all of it before this settles. */
  run(
    file: File,
    how: Pick<RunVideo, "options" | "everyNth">,
    onUpdate: (update: VideoUpdate) => void,
    signal?: AbortSignal,
  ): Promise<VideoSummary>;
  /** One frame, bare or with what was found in it; its caller closes the bitmap. */
  frameAt(
    file: File,
    at: Pick<VideoFrameAt, "timeMs" | "annotate" | "longestSide">,
    signal?: AbortSignal,
  ): Promise<VideoFramePicture>;
  /** Makes an annotated copy. */
  copy(
    file: File,
    how: { readonly options: SetOptions; readonly withAudio: boolean },
    onUpdate: (update: VideoUpdate) => void,
    signal?: AbortSignal,
  ): Promise<MadeVideo>;
}

/** The calls about videos, over the worker at hand. */
export function createVideos(call: Client<Calls>["call"]): Videos {
  return {
    read: (file, signal) => call("readVideo", { file, name: file.name }, during(signal)),
    run: (file, how, onUpdate, signal) =>
      withUpdates(onUpdate, (updates) =>
        call(
          "runVideo",
          { file, name: file.name, ...how, updates },
          { transfer: [updates], ...during(signal) },
        ),
      ),
    frameAt: (file, at, signal) =>
      call("videoFrameAt", { file, name: file.name, ...at }, during(signal)),
    copy: (file, how, onUpdate, signal) =>
      withUpdates(onUpdate, (updates) =>
        call(
          "exportVideo",
          { file, name: file.name, ...how, updates },
          { transfer: [updates], ...during(signal) },
        ),
      ),
  };
}

function during(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

/** Updates and the answer come by two ways: the answer is held back until the last update was here. */
async function withUpdates<T>(
  onUpdate: (update: VideoUpdate) => void,
  work: (updates: MessagePort) => Promise<T>,
): Promise<T> {
  const { port1: here, port2: there } = new MessageChannel();
  const last = new Promise<void>((resolve) => {
    here.onmessage = ({ data }: MessageEvent<VideoUpdate>) => {
      onUpdate(data);
      if (data.last) resolve();
    };
  });
  try {
    const answer = await work(there);
    await last;
    return answer;
  } finally {
    here.close();
  }
}
