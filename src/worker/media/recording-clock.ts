/** The times of a recording's frames: their own, counted from its beginning. */
export interface RecordingClock {
  /**
   * Where a frame lies in the recording, and how long it is shown if the next comes as soon as it did.
   * @param timestampMs on the source's own clock
   */
  place(timestampMs: number): { readonly atMs: number; readonly durationMs: number };
  /** Where the last frame ends. */
  endMs(): number;
}

/** A first frame, and one after a cut, is shown as long as a camera's. */
const usualMs = 1000 / 30;
/** A longer pause than this (the view was frozen, another source began) is cut out. */
const longestMs = 5_000;

/** A clock that goes on from `startMs` of a recording. Where sound runs along, no pause is cut out. */
export function createRecordingClock(startMs: number, withSound: boolean): RecordingClock {
  let lastTimestampMs: number | undefined;
  let atMs = startMs;
  let stepMs = usualMs;
  return {
    place(timestampMs) {
      if (lastTimestampMs !== undefined) {
        const goneMs = timestampMs - lastTimestampMs;
        // Back in time: a video that was sought, or another source.
        if (goneMs > 0 && (withSound || goneMs <= longestMs)) stepMs = goneMs;
        atMs += stepMs;
      }
      lastTimestampMs = timestampMs;
      return { atMs, durationMs: stepMs };
    },
    endMs: () => (lastTimestampMs === undefined ? startMs : atMs + stepMs),
  };
}
