import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  type InputAudioTrack,
  Output,
  type OutputFormat,
  StreamTarget,
  VideoSampleSource,
} from "mediabunny";
import type { ExportVideo, MadeVideo } from "#protocol";
import { composesFrames } from "#tasks";
import { drawingOf } from "../task-parts.ts";
import type { TimedResult } from "../task-session.ts";
import { addFrame } from "./add-frame.ts";
import { createBlobWriter } from "./blob-writer.ts";
import { drawAnnotated } from "./draw-annotated.ts";
import { type DecodedFrame, framesOfVideo } from "./frames-of-video.ts";
import { inHindsight, type LookedFrame } from "./in-hindsight.ts";
import { canvasOf } from "./make-still.ts";
import { withVideo } from "./open-video.ts";
import { progressOf, type SessionFor } from "./run-video.ts";
import { chooseVideoFormat, containerOf, evenSize, videoQuality } from "./video-format.ts";
import { createVideoUpdates } from "./video-updates.ts";

/**
 * Makes an annotated copy of a video: every frame is looked at and drawn, at its own time. No more than a
 * few frames are ever held.
 * @throws AppError `video-refused`, `recording-unsupported`, `engine-failed`; the platform's `AbortError`
 */
export async function exportVideo(
  { file, name, options: { task, options }, withAudio, updates: port }: ExportVideo,
  sessionFor: SessionFor,
  signal: AbortSignal,
): Promise<MadeVideo> {
  const updates = createVideoUpdates(port);
  try {
    return await withVideo({ file, name }, async (video) => {
      // Half a copy would pass for a whole one.
      if (video.truncated) throw video.refuse("truncated");
      const size = evenSize(video.facts);
      const format = await chooseVideoFormat(size);
      const container = containerOf(format);
      const written = createBlobWriter();
      const output = new Output({ format: container, target: new StreamTarget(written.writable) });
      const picture = new VideoSampleSource({ codec: format.codec, quality: videoQuality });
      output.addVideoTrack(picture);
      const sound = withAudio && video.sound ? await soundPump(video.sound, container) : null;
      if (sound) output.addAudioTrack(sound.source);
      const context = canvasOf(size);
      const meter = progressOf(video, 1);
      let endMs = 0;
      try {
        await output.start();
        sessionFor(task).restart();
        const { amend } = composesFrames(task, options) ? await drawingOf(task) : {};
        const looked = lookAt(framesOfVideo(video, 1, signal), ({ image, info }) =>
          sessionFor(task).run(image, { ...info, unhurried: true }, options, "live"),
        );
        const frames = amend ? inHindsight(looked, amend, createImageBitmap) : looked;
        for await (const { image, info, durationMs, result } of frames) {
          await drawAnnotated(context, { image, result, options });
          await addFrame(picture, context.canvas, info.timestampMs, durationMs);
          await sound?.until(info.timestampMs);
          endMs = info.timestampMs + durationMs;
          updates.add(meter.next(info.timestampMs));
        }
        await sound?.until(Number.POSITIVE_INFINITY);
        await output.finalize();
      } catch (error) {
        await output.cancel();
        throw error;
      } finally {
        sessionFor(task).restart();
      }
      return {
        ...size,
        ...format,
        blob: written.blob(format.mimeType),
        frames: meter.progress().framesDone,
        durationMs: endMs,
        hasAudio: sound !== null,
      };
    });
  } finally {
    updates.end();
  }
}

/** Looks at frames as they come. */
async function* lookAt(
  frames: AsyncIterable<DecodedFrame>,
  look: (frame: DecodedFrame) => Promise<TimedResult>,
): AsyncGenerator<LookedFrame, void> {
  for await (const frame of frames) yield { ...frame, result: (await look(frame)).result };
}

interface SoundPump {
  readonly source: EncodedAudioPacketSource;
  /** Copies the sound up to a moment of the video. */
  until(mediaMs: number): Promise<void>;
}

/** The original sound, packet by packet as it is; null where the new file cannot hold its codec. */
async function soundPump(
  track: InputAudioTrack,
  container: OutputFormat,
): Promise<SoundPump | null> {
  const codec = await track.getCodec();
  if (!codec || !container.getSupportedAudioCodecs().includes(codec)) return null;
  const source = new EncodedAudioPacketSource(codec);
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
  const packets = new EncodedPacketSink(track).packets();
  const meta = { ...(decoderConfig && { decoderConfig }) };
  let ahead: EncodedPacket | undefined;
  return {
    source,
    async until(mediaMs) {
      for (;;) {
        ahead ??= (await packets.next()).value ?? undefined;
        if (!ahead || ahead.timestamp * 1000 > mediaMs) return;
        await source.add(ahead, meta);
        ahead = undefined;
      }
    },
  };
}
