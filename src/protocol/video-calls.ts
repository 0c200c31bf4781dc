import type { Size } from "#shared";
import type { TaskResult } from "#tasks";
import type { SetOptions } from "./calls.ts";

/** A video that a person chose. */
export interface ChosenVideo {
  readonly file: Blob;
  /** The file's name, for errors. */
  readonly name: string;
}

/** What a video file says of itself; its size is as it is shown (turned, square pixels). */
export interface VideoFacts extends Size {
  readonly durationMs: number;
  /** Frames of the picture track, counted. */
  readonly frames: number;
  /** The codec string, e.g. `avc1.640028`. */
  readonly codec: string;
  /** The codec of the sound, e.g. `aac`; null without sound. */
  readonly audioCodec: string | null;
}

/** How far a video's run or copy is. */
export interface VideoProgress {
  /** Frames looked at, of those that will be. */
  readonly framesDone: number;
  readonly framesTotal: number;
  /** Where in the video the last frame was, and how long the video is. */
  readonly mediaMs: number;
  readonly durationMs: number;
}

/** What the task found in the frame at one moment of a video. */
export type VideoFrameResult = readonly [timeMs: number, result: TaskResult];

/** What a run or a copy tells on its port, a few times a second, results in the order of time. */
export interface VideoUpdate {
  /** Those since the last update; always empty for a copy. */
  readonly results: readonly VideoFrameResult[];
  readonly progress: VideoProgress;
  /** No more will come: sent before the call is answered, also when it fails or is cancelled. */
  readonly last: boolean;
}

/** Runs the loaded task over a video, with tracks, as fast as the device can. */
export interface RunVideo extends ChosenVideo {
  /** The task must be the loaded one. */
  readonly options: SetOptions;
  /** 1 looks at every frame, 2 at every second one. At least 1. */
  readonly everyNth: number;
  /** Takes a `VideoUpdate` now and then; transferred. */
  readonly updates: MessagePort;
}

/** What a run did. */
export interface VideoSummary {
  readonly facts: VideoFacts;
  readonly framesDone: number;
  readonly tookMs: number;
}

/** One frame of a video, as a picture. */
export interface VideoFrameAt extends ChosenVideo {
  readonly timeMs: number;
  /** Draws what was found, or what is found now where `result` is null; null gives the bare frame. */
  readonly annotate: { readonly options: SetOptions; readonly result: TaskResult | null } | null;
  /** The picture's longer side is at most this many pixels. */
  readonly longestSide?: number;
}

/** The frame that is shown at the moment asked for, and when it begins. */
export interface VideoFramePicture {
  readonly bitmap: ImageBitmap;
  readonly timeMs: number;
}

/** Makes an annotated copy of a video, every frame looked at, with the frames' own times. */
export interface ExportVideo extends ChosenVideo {
  /** The task must be the loaded one. */
  readonly options: SetOptions;
  /** The original sound is copied along only where the person asks for it. */
  readonly withAudio: boolean;
  /** Takes a `VideoUpdate` now and then; transferred. */
  readonly updates: MessagePort;
}

/** A video made here: MP4 where this device can encode for it, else WebM. */
export interface MadeVideo extends Size {
  readonly blob: Blob;
  readonly mimeType: "video/mp4" | "video/webm";
  readonly extension: "mp4" | "webm";
  readonly codec: string;
  readonly frames: number;
  readonly durationMs: number;
  readonly hasAudio: boolean;
}

/**
 * The calls about video files, decoded frame by frame, one frame in flight.
 * All of them throw AppError `video-refused` for a file that cannot be read, and can be aborted.
 */
export interface VideoCalls {
  readVideo: [ChosenVideo, VideoFacts];
  /** What was found before a failure was told by updates and counts. */
  runVideo: [RunVideo, VideoSummary];
  videoFrameAt: [VideoFrameAt, VideoFramePicture];
  exportVideo: [ExportVideo, MadeVideo];
}
