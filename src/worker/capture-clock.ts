/** Says when a frame was captured, on this worker's clock. */
export interface CaptureClock {
  /** All in milliseconds: the source's own time, and when the frame arrived by `performance.now()`. */
  captureMoment(timestampMs: number, arrivedAtMs: number): number;
}

/** Clocks of cameras drift against ours by less than this part. */
const drift = 1e-4;
/** A frame that seems older than this comes from a source that set its clock back. */
const plausibleMs = 10_000;

/**
 * Learns how a source's clock lies to ours. Browsers give camera frames a time whose origin they do not
 * tell; the frame that arrived soonest after its time says best where it lies, so every age is counted
 * from the quickest delivery seen (a minimum filter, as network clocks do: RFC 5905, section 10).
 */
export function createCaptureClock(): CaptureClock {
  let offsetMs = Number.POSITIVE_INFINITY;
  let learntAtMs = 0;
  return {
    captureMoment(timestampMs, arrivedAtMs) {
      const offset = arrivedAtMs - timestampMs;
      const allowed = offsetMs + (arrivedAtMs - learntAtMs) * drift;
      if (offset < allowed || offset - allowed > plausibleMs) {
        offsetMs = offset;
        learntAtMs = arrivedAtMs;
        return arrivedAtMs;
      }
      return timestampMs + allowed;
    },
  };
}
