import type { VideoRefusal } from "#shared";

/** Why a video is not read, in words, by the file's name and its codec string. */
export const videoRefusalText: Readonly<
  Record<VideoRefusal, (file: string, codec: string) => string>
> = {
  "no-webcodecs": (file) =>
    `This browser cannot take ${file} apart frame by frame. It can still play it as a live source.`,
  "unknown-format": (file) =>
    `${file} is not a video that is read here. MP4, MOV, WebM, MKV and MPEG-TS are.`,
  "no-video-track": (file) => `There are no pictures in ${file}.`,
  "zero-length": (file) => `${file} has a picture track without a single frame.`,
  "undecodable-codec": (file, codec) =>
    codec === ""
      ? `This browser cannot decode the pictures of ${file}.`
      : `This browser cannot decode the pictures of ${file} (${codec}). Save it as H.264 or VP9.`,
  transparent: (file) =>
    `${file} has a transparent background, which is not read. Save it with a solid one.`,
  truncated: (file) => `${file} is cut off: it ends before its pictures do.`,
  damaged: (file) => `${file} is damaged: its pictures cannot be decoded any further.`,
};
