import {
  type AudioCodec,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  StreamTarget,
  type VideoCodec,
} from "mediabunny";
import type { MadeVideo } from "#protocol";
import type { RecordingPart, RecordingRecord, RecordingStore, StoredTrackConfig } from "#store";
import { type BlobWriter, createBlobWriter } from "./blob-writer.ts";
import { containerOf } from "./video-format.ts";

/**
 * Makes ordinary files of a stored recording: with their length in them, and places to seek to. Nothing is
 * encoded again. Segments follow each other in one file as long as one decoder can read them all.
 * @throws AppError `storage-unavailable`
 */
export async function finishRecording(
  id: string,
  store: RecordingStore,
): Promise<readonly MadeVideo[]> {
  const record = await store.get(id);
  if (!record || record.frames === 0) return [];
  const made: MadeVideo[] = [];
  let file: OpenFile | undefined;
  let segment = -1;
  for await (const part of store.parts(id)) {
    const isNew = part.segment !== segment;
    segment = part.segment;
    if (file && isNew && !file.canTake(part)) {
      made.push(await file.close());
      file = undefined;
    }
    file ??= await openFile(record);
    await file.add(part);
  }
  if (file) made.push(await file.close());
  return made;
}

interface OpenFile {
  /** Whether one decoder can read on into a segment that begins with this part. */
  canTake(part: RecordingPart): boolean;
  add(part: RecordingPart): Promise<void>;
  close(): Promise<MadeVideo>;
}

async function openFile(record: RecordingRecord): Promise<OpenFile> {
  const written: BlobWriter = createBlobWriter();
  const output = new Output({
    format: containerOf(record),
    target: new StreamTarget(written.writable),
  });
  const video = new EncodedVideoPacketSource(record.videoCodec as VideoCodec);
  const audio = record.soundCodec
    ? new EncodedAudioPacketSource(codecOfSound(record.soundCodec))
    : undefined;
  output.addVideoTrack(video);
  if (audio) output.addAudioTrack(audio);
  await output.start();
  const configs = new Map<string, StoredTrackConfig>();
  /** In microseconds: a second file begins at zero, too. */
  let startUs: number | undefined;
  let endUs = 0;
  let soundUs = Number.NEGATIVE_INFINITY;
  let frames = 0;

  return {
    canTake: ({ configs: next }) =>
      next.every((config) => {
        const known = configs.get(config.track);
        return !known || sameConfig(known, config);
      }),
    async add(part) {
      const news = new Map(part.configs.map((config) => [config.track, config]));
      let at = 0;
      for (const { track, isKey, timestampUs, durationUs, sizeBytes } of part.packets) {
        const data = new Uint8Array(part.bytes, at, sizeBytes);
        at += sizeBytes;
        startUs ??= timestampUs;
        const fromUs = Math.max(0, timestampUs - startUs);
        const packet = new EncodedPacket(
          data,
          isKey ? "key" : "delta",
          fromUs / 1e6,
          durationUs / 1e6,
        );
        const config = configs.has(track) ? undefined : news.get(track);
        if (config) configs.set(track, config);
        if (track === "video") {
          await video.add(packet, metaOf<VideoDecoderConfig>(config));
          frames += 1;
          endUs = Math.max(endUs, fromUs + durationUs);
        } else if (audio && fromUs > soundUs && timestampUs <= record.elapsedMs * 1000) {
          // Two segments' sound may lie over each other by a moment, and the last frame ends it.
          soundUs = fromUs;
          await audio.add(packet, metaOf<AudioDecoderConfig>(config));
        }
      }
    },
    async close() {
      await output.finalize();
      const { width, height, extension } = record;
      const mimeType = extension === "mp4" ? "video/mp4" : "video/webm";
      return {
        ...{ width, height, extension, mimeType, frames, codec: record.videoCodec },
        durationMs: endUs / 1000,
        hasAudio: configs.has("audio"),
        blob: written.blob(mimeType),
      };
    },
  };
}

function metaOf<Config>(config: StoredTrackConfig | undefined): { decoderConfig?: Config } {
  return config ? { decoderConfig: { ...config.config, codec: config.codec } as Config } : {};
}

function codecOfSound(codec: string): AudioCodec {
  return codec.startsWith("mp4a") ? "aac" : "opus";
}

function sameConfig(a: StoredTrackConfig, b: StoredTrackConfig): boolean {
  return a.codec === b.codec && bytesOf(a).join() === bytesOf(b).join();
}

/** Where a decoder's tables lie outside the packets, as with H.264 in MP4. */
function bytesOf({ config: { description } }: StoredTrackConfig): Uint8Array {
  return description instanceof ArrayBuffer ? new Uint8Array(description) : new Uint8Array();
}
