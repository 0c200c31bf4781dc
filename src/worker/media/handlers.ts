import { type Handlers, handOver, type RecordCalls, type VideoCalls } from "#protocol";
import { AppError, toPlainError } from "#shared";
import { type RecordingStore, threadStore } from "#store";
import type { Frame } from "../frames.ts";
import type { Shown } from "../overlay.ts";
import type { TaskSession } from "../task-session.ts";
import type { AnnotatedFrame } from "./draw-annotated.ts";
import { makeStill } from "./make-still.ts";
import { createMemoryRecordings } from "./memory-recordings.ts";
import type { Recorder } from "./recorder.ts";

/** What the media calls need of the worker around them. */
export interface MediaParts {
  session(): TaskSession | undefined;
  /** What stands on the overlay. */
  shown(): Shown | undefined;
}

/** The calls about videos, stills and recordings, and their way to each live frame. */
export interface Media {
  readonly handlers: Handlers<VideoCalls & RecordCalls>;
  /** Told of each shown frame, its image still open; the next one waits for the answer. */
  onFrame(shown: Shown, frame: Frame): Promise<void> | undefined;
}

type OnFrame = (frame: AnnotatedFrame, capturedAtMs: number) => Promise<void>;

/** Makes the media calls; what they need of code (muxers, codecs) is fetched with their first use. */
export function createMedia({ session, shown }: MediaParts): Media {
  let recorder: Recorder | undefined;
  let stored: Promise<RecordingStore> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const waitingStills = new Set<OnFrame>();

  const sessionFor = (task: string): TaskSession => {
    const active = session();
    if (active?.task === task) return active;
    throw new AppError("internal", { reason: `${task} is not the task that is loaded` });
  };
  const recordings = (): Promise<RecordingStore> => {
    stored ??= threadStore().then((store) => store.recordings, createMemoryRecordings);
    return stored;
  };
  /** A stop that comes right after a start waits until it has started. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  const stopRecorder = async (): Promise<void> => {
    const last = recorder;
    recorder = undefined;
    await last?.stop();
  };
  /** The next frame that is shown, as a still. */
  const nextStill = (type: "image/png" | "image/jpeg", signal: AbortSignal) =>
    new Promise<{ blob: Blob; width: number; height: number }>((resolve, reject) => {
      const onFrame: OnFrame = async (frame) => {
        waitingStills.delete(onFrame);
        const { width, height } = frame.result.frame;
        await makeStill(frame, type).then((blob) => resolve({ blob, width, height }), reject);
      };
      waitingStills.add(onFrame);
      signal.addEventListener("abort", () => {
        waitingStills.delete(onFrame);
        reject(signal.reason);
      });
    });

  return {
    onFrame({ result, options }, { image, capturedAtMs }) {
      const takers = [...waitingStills, ...(recorder ? [recorder.take] : [])];
      if (takers.length === 0) return undefined;
      const frame = { image, result, options };
      return Promise.all(takers.map((take) => take(frame, capturedAtMs))).then(() => {});
    },
    handlers: {
      async readVideo(video) {
        const { withVideo } = await import("./open-video.ts");
        return withVideo(video, async ({ facts }) => facts);
      },
      async runVideo(request, signal) {
        const { runVideo } = await import("./run-video.ts");
        return runVideo(request, sessionFor, signal);
      },
      async videoFrameAt(request, signal) {
        const { pictureOfFrame } = await import("./picture-of-frame.ts");
        const answer = await pictureOfFrame(request, sessionFor, signal);
        return handOver(answer, [answer.bitmap]);
      },
      async exportVideo(request, signal) {
        const { exportVideo } = await import("./export-video.ts");
        return exportVideo(request, sessionFor, signal);
      },
      async takeStill({ type, of }, signal) {
        if (of === "next-frame") return nextStill(type, signal);
        const { picture } = of;
        const stands = shown();
        if (!stands) throw new AppError("internal", { reason: "there is no picture to save" });
        const { result, options } = stands;
        // What stands may be replaced while it is drawn.
        const image =
          picture ?? (stands.picture ? await createImageBitmap(stands.picture.image) : null);
        try {
          const blob = await makeStill({ image, result, options }, type);
          return { blob, width: result.frame.width, height: result.frame.height };
        } finally {
          image?.close();
        }
      },
      startRecording: (request) =>
        inTurn(async () => {
          await stopRecorder();
          try {
            const { createRecorder } = await import("./recorder.ts");
            recorder = await createRecorder(request, await recordings());
          } catch (error) {
            request.updates.postMessage({ kind: "ended", error: toPlainError(error) });
          }
          return undefined;
        }),
      finishRecording: ({ id }) =>
        inTurn(async () => {
          if (recorder?.id === id) await stopRecorder();
          const { finishRecording } = await import("./finish-recording.ts");
          return finishRecording(id, await recordings());
        }),
      deleteRecording: ({ id }) =>
        inTurn(async () => {
          if (recorder?.id === id) await stopRecorder();
          await (await recordings()).delete(id);
          return undefined;
        }),
    },
  };
}
