import {
  ALL_FORMATS,
  BlobSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  UnsupportedInputFormatError,
} from "mediabunny";
import type { ChosenVideo, VideoFacts } from "#protocol";
import { AppError, isAbort, type VideoRefusal } from "#shared";

/** A video file whose pictures can be decoded here. */
export interface OpenedVideo {
  readonly facts: VideoFacts;
  readonly picture: InputVideoTrack;
  readonly sound: InputAudioTrack | null;
  /** The file ends before its content does: what is there can be decoded. */
  readonly truncated: boolean;
  /** The error of this file for a fault. */
  refuse(fault: VideoRefusal, cause?: unknown): AppError<"video-refused">;
}

/** A container may say a little more than its tracks hold; more than this, and something is missing. */
const missingSeconds = 0.5;

/**
 * Opens a video for as long as `work` takes.
 * @throws AppError `video-refused` with its fault, or what `work` throws: there what is neither an
 * `AppError` nor an abort is the decoder's, and becomes `damaged`
 */
export async function withVideo<T>(
  { file, name }: ChosenVideo,
  work: (video: OpenedVideo) => Promise<T>,
): Promise<T> {
  const refuse = (fault: VideoRefusal, cause?: unknown): AppError<"video-refused"> =>
    new AppError("video-refused", { file: name, fault, codec }, { cause });
  let codec = "";
  if (typeof VideoDecoder !== "function") throw refuse("no-webcodecs");
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  try {
    const tracks = await input.getTracks();
    const picture = await input.getPrimaryVideoTrack();
    // A container without a single track lost the part that lists them.
    if (!picture) throw refuse(tracks.length === 0 ? "truncated" : "no-video-track");
    codec = (await picture.getCodecParameterString()) ?? String(await picture.getInternalCodecId());
    const { packetCount: frames } = await picture.computePacketStats();
    const saidSeconds = (await input.getDurationFromMetadata()) ?? 0;
    if (frames === 0) throw refuse(saidSeconds > 0 ? "truncated" : "zero-length");
    if (!(await picture.canDecode())) throw refuse("undecodable-codec");
    const first = await new EncodedPacketSink(picture).getFirstPacket();
    if (first?.sideData.alpha) throw refuse("transparent");
    const sound = await input.getPrimaryAudioTrack();
    const facts: VideoFacts = {
      width: await picture.getDisplayWidth(),
      height: await picture.getDisplayHeight(),
      durationMs: (await picture.computeDuration()) * 1000,
      frames,
      codec,
      audioCodec: (await sound?.getCodec()) ?? null,
    };
    const truncated =
      saidSeconds - (await input.computeDuration()) > missingSeconds || !(await endsWhole(picture));
    return await work({ facts, picture, sound, truncated, refuse });
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    const isForeign = error instanceof UnsupportedInputFormatError;
    throw refuse(isForeign ? "unknown-format" : "damaged", error);
  } finally {
    input.dispose();
  }
}

/** Whether the bytes of the last frame that is listed are there. */
async function endsWhole(picture: InputVideoTrack): Promise<boolean> {
  const packets = new EncodedPacketSink(picture);
  const listed = await packets.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true });
  const there = await packets.getPacket(Number.POSITIVE_INFINITY).catch(() => null);
  return listed?.sequenceNumber === there?.sequenceNumber && there?.data.byteLength !== 0;
}
