import type { PlainError, Size } from "#shared";
import type { MadeVideo } from "./video-calls.ts";

/** A still of the annotated view, in the source's own pixels and never mirrored. */
export interface TakeStill {
  readonly type: "image/png" | "image/jpeg";
  /**
   * What stands on the overlay, where no frames come: over the picture that the page shows below it
   * (transferred), or null where the worker has that picture itself.
   */
  readonly of: "next-frame" | { readonly picture: ImageBitmap | null };
}

/** A still as a file. */
export interface Still extends Size {
  readonly blob: Blob;
}

/** Begins a recording, or goes on with it after a worker was replaced. */
export interface StartRecording {
  readonly id: string;
  /** Takes a `RecordingUpdate` now and then; transferred. */
  readonly updates: MessagePort;
  /** Gives `SoundChunk`s; transferred. Null records no sound. */
  readonly sound: MessagePort | null;
}

/** Sound from a microphone, 32-bit floats of −1 … 1. */
export interface SoundChunk {
  readonly sampleRate: number;
  /** When its last sample was heard, in milliseconds since 1970: the one clock that all threads share. */
  readonly heardAtMs: number;
  /** One array per channel, all of one length. */
  readonly channels: readonly Float32Array[];
}

/** How far a recording is: all of it is stored. */
export interface RecordingProgress {
  readonly elapsedMs: number;
  readonly sizeBytes: number;
  readonly frames: number;
}

/** What a recording tells on its port, about twice a second; after it ended by itself, nothing more. */
export type RecordingUpdate =
  | { readonly kind: "progress"; readonly progress: RecordingProgress }
  /** It cannot go on (a full disk, an encoder that failed); what was stored is whole. */
  | { readonly kind: "ended"; readonly error: PlainError };

/**
 * The calls about stills and recordings. What is recorded are the frames that the task ran on, as they are
 * shown; they are stored as they come, so that neither a dead worker nor a closed tab loses them.
 */
export interface RecordCalls {
  takeStill: [TakeStill, Still];
  /** Again with the same id: goes on. */
  startRecording: [StartRecording, undefined];
  /** Ends it if it runs, and makes files of it: one, or several where its parts do not fit together. */
  finishRecording: [{ readonly id: string }, readonly MadeVideo[]];
  deleteRecording: [{ readonly id: string }, undefined];
}
