import {
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  type OutputFormat,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from "mediabunny";
import type { MadeVideo } from "#protocol";
import { AppError, type Size } from "#shared";

/** What a video made here is encoded with, and the file it goes into. */
export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly extension: MadeVideo["extension"];
  readonly mimeType: MadeVideo["mimeType"];
}

/** MP4 plays in the most places, with H.264 above all; WebM is what the rest can make. */
const mp4Codecs = ["avc", "hevc", "av1"] as const satisfies readonly VideoCodec[];
const webmCodecs = ["vp9", "vp8"] as const satisfies readonly VideoCodec[];

/** Kept from frame to frame where the encoder can, whatever it costs in bytes. */
export const videoQuality = new Quality({ quality: "high", bitrateMode: "variable" });

/**
 * The best way to encode a video of a size on this device.
 * @throws AppError `recording-unsupported`
 */
export async function chooseVideoFormat({ width, height }: Size): Promise<VideoFormat> {
  if (typeof VideoEncoder !== "function") {
    throw new AppError("recording-unsupported", { reason: "this browser has no VideoEncoder" });
  }
  const options = { width, height, quality: videoQuality };
  const forMp4 = await getFirstEncodableVideoCodec([...mp4Codecs], options);
  if (forMp4) return { codec: forMp4, extension: "mp4", mimeType: "video/mp4" };
  const forWebm = await getFirstEncodableVideoCodec([...webmCodecs], options);
  if (forWebm) return { codec: forWebm, extension: "webm", mimeType: "video/webm" };
  const reason = `no encoder for ${width} × ${height}`;
  throw new AppError("recording-unsupported", { reason });
}

/** The container of a format, for files that are written once and looked at later. */
export function containerOf({ extension }: Pick<VideoFormat, "extension">): OutputFormat {
  return extension === "mp4" ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat();
}

/** The largest even size within a size: encoders take colours of two by two pixels. */
export function evenSize({ width, height }: Size): Size {
  return { width: Math.max(2, width & ~1), height: Math.max(2, height & ~1) };
}
