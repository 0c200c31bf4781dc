import {
  type EncodedPacket,
  MkvOutputFormat,
  NullTarget,
  Output,
  VideoSampleSource,
} from "mediabunny";
import type { RecordingUpdate, StartRecording } from "#protocol";
import { AppError, toPlainError } from "#shared";
import type { RecordingRecord, RecordingStore } from "#store";
import { addFrame } from "./add-frame.ts";
import { type AnnotatedFrame, drawAnnotated } from "./draw-annotated.ts";
import { canvasOf } from "./make-still.ts";
import { createRecordingClock } from "./recording-clock.ts";
import { createPartGatherer, type TrackConfig } from "./recording-parts.ts";
import { createSoundEncoder } from "./sound-encoder.ts";
import { chooseVideoFormat, evenSize, videoQuality } from "./video-format.ts";

/** A recording at work: frames in, stored parts out. */
export interface Recorder {
  readonly id: string;
  /**
   * Draws and encodes a frame; resolves when the next may come. Never rejects: it ends itself and says so.
   * @param capturedAtMs on this thread's `performance.now()`
   */
  take(frame: AnnotatedFrame, capturedAtMs: number): Promise<void>;
  /** Stores what is left and ends. */
  stop(): Promise<void>;
}

/** A worker that dies loses no more than this of the end, and what its encoder had not given yet. */
const partMs = 250;
const partBytes = 1024 * 1024;
/** More parts than this on their way to the disk, and the frames wait for it. */
const mostWaiting = 8;

/**
 * Begins a recording, or goes on with a stored one as its next segment, in the same size and right after
 * what is stored. The first frame decides the size.
 */
export async function createRecorder(
  { id, updates, sound }: StartRecording,
  store: RecordingStore,
): Promise<Recorder> {
  const before = await store.get(id);
  const segment = before?.parts ?? 0;
  const gatherer = createPartGatherer(segment);
  const clock = createRecordingClock(before?.elapsedMs ?? 0, sound !== null);
  let record: RecordingRecord | undefined = before;
  let encoder: Encoder | undefined;
  let waiting = 0;
  let ended = false;
  let taking: Promise<void> = Promise.resolve();
  let storing: Promise<void> = Promise.resolve();

  const tell = (update: RecordingUpdate): void => updates.postMessage(update);
  const fail = (error: unknown): void => {
    if (ended) return;
    ended = true;
    tell({ kind: "ended", error: toPlainError(error) });
    updates.close();
    void encoder?.cancel().catch(() => {});
  };
  const storePart = (): void => {
    const part = gatherer.take();
    if (!part || !record || ended) return;
    const frames = part.packets.filter(({ track }) => track === "video").length;
    const soundCodec = part.configs.find(({ track }) => track === "audio")?.codec;
    const next: RecordingRecord = {
      ...record,
      frames: record.frames + frames,
      elapsedMs: Math.max(record.elapsedMs, clock.endMs()),
      sizeBytes: record.sizeBytes + part.bytes.byteLength,
      parts: record.parts + 1,
      ...(soundCodec && { soundCodec }),
    };
    record = next;
    waiting += 1;
    storing = storing.then(async () => {
      if (ended) return;
      try {
        await store.append(next, part);
        const { frames, elapsedMs, sizeBytes } = next;
        tell({ kind: "progress", progress: { frames, elapsedMs, sizeBytes } });
      } catch (error) {
        fail(error);
      } finally {
        waiting -= 1;
      }
    });
  };
  const onPacket =
    (track: "video" | "audio") =>
    (packet: EncodedPacket, config?: TrackConfig): void => {
      gatherer.add(track, packet, config);
      const { ms, sizeBytes } = gatherer.waiting();
      if (ms >= partMs || sizeBytes >= partBytes) storePart();
    };
  const open = async (frame: AnnotatedFrame, capturedAtMs: number): Promise<Encoder> => {
    const size = record ?? evenSize(frame.result.frame);
    const format = await chooseVideoFormat(size);
    if (record && record.videoCodec !== format.codec) {
      // Cannot be told apart by a player in one file: what is stored becomes a file, and this ends.
      throw new AppError("recording-unsupported", { reason: `${record.videoCodec} is gone` });
    }
    record ??= {
      ...{ id, startedAtMs: Date.now(), width: size.width, height: size.height },
      ...{ extension: format.extension, videoCodec: format.codec, soundCodec: null },
      ...{ frames: 0, elapsedMs: 0, sizeBytes: 0, parts: 0 },
    };
    const source = new VideoSampleSource({
      codec: format.codec,
      quality: videoQuality,
      onEncodedPacket: (packet, meta) => onPacket("video")(packet, meta?.decoderConfig),
    });
    // Only the encoder is wanted of it: the packets are stored as they are.
    const output = new Output({ format: new MkvOutputFormat(), target: new NullTarget() });
    output.addVideoTrack(source);
    await output.start();
    const audio = sound && createSoundEncoder(sound, format, onPacket("audio"));
    audio?.begin(clock.endMs(), capturedAtMs + performance.timeOrigin);
    return {
      source,
      context: canvasOf(size),
      async finish() {
        await audio?.finish();
        await output.finalize();
      },
      async cancel() {
        await audio?.cancel();
        await output.cancel();
      },
    };
  };
  const takeOne = async (frame: AnnotatedFrame, capturedAtMs: number): Promise<void> => {
    if (ended) return;
    try {
      encoder ??= await open(frame, capturedAtMs);
      if (ended) return;
      if (!(await tryDraw(encoder.context, frame))) return;
      const { atMs, durationMs } = clock.place(frame.result.frame.timestampMs);
      await addFrame(encoder.source, encoder.context.canvas, atMs, durationMs);
      if (waiting > mostWaiting) await storing;
    } catch (error) {
      fail(error);
    }
  };

  return {
    id,
    take(frame, capturedAtMs) {
      taking = takeOne(frame, capturedAtMs);
      return taking;
    },
    async stop() {
      await taking;
      if (!ended) {
        await encoder?.finish().catch(fail);
        storePart();
        await storing;
      }
      ended = true;
      updates.close();
      sound?.close();
    },
  };
}

interface Encoder {
  readonly source: VideoSampleSource;
  readonly context: OffscreenCanvasRenderingContext2D;
  finish(): Promise<void>;
  cancel(): Promise<void>;
}

/** Draws a frame; false where its source went away meanwhile and took the pixels along. */
async function tryDraw(
  context: OffscreenCanvasRenderingContext2D,
  frame: AnnotatedFrame,
): Promise<boolean> {
  try {
    await drawAnnotated(context, frame);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError") return false;
    throw error;
  }
}
