import { heartbeatMs } from "#protocol";

/** Longest silence of a worker that is not known yet: slow phones block for seconds in one wasm inference. */
export const silenceLimitMs = 10_000;

const leastMs = 900;
const slackMs = 300;
/** Beyond what was usual: another worker is set beside this one, which costs little where it is in error. */
const doubtSlackMs = 150;
/** The first runs still compile and allocate, and of a few nobody learns how much they differ. */
const settlingResults = 20;
/** From so many on, the length of a frame is known. */
const fewResults = 4;
/** Of each gap so much is remembered at the next one: after half a minute, half. */
const remembered = 0.998;
/** A device that holds up the page's own timers holds up the worker's by a multiple of it. */
const lateness = 8;

/** How regularly a worker is heard. */
export interface Rhythm {
  /** So long nothing was heard before this. */
  heard(gapMs: number): void;
  /** A timer of the page came so late: others want this device, too. */
  late(lateMs: number): void;
  /** A result was among it. */
  result(): void;
  /** It is given something else to do. */
  forget(): void;
  /** The longest silence that is not a hang. @param hangs how many were noticed lately, perhaps in error */
  limitMs(hangs: number): number;
  /** From so long a silence on a hang is likely. @param hangs how many were noticed lately, perhaps in error */
  doubtMs(hangs: number): number;
}

/**
 * Learns a worker's rhythm. Its heartbeats wait for every inference, so how long it may be silent depends on
 * the device and the model; once its results flow, a silence far beyond all that came before is a hang.
 */
export function createRhythm(): Rhythm {
  let results = 0;
  let longestMs = 0;
  let latestMs = 0;
  return {
    late(lateMs) {
      latestMs = Math.max(lateMs, latestMs * remembered);
    },
    heard(gapMs) {
      if (results > 1) longestMs = Math.max(gapMs, longestMs * remembered);
    },
    result() {
      results += 1;
    },
    forget() {
      results = 0;
      longestMs = 0;
    },
    limitMs(hangs) {
      if (results < settlingResults) return silenceLimitMs;
      const usualMs = heartbeatMs + slackMs + 3 * Math.max(0, longestMs - heartbeatMs);
      const limitMs = Math.max(leastMs, usualMs) + lateness * latestMs;
      return Math.min(silenceLimitMs, limitMs * 2 ** hangs);
    },
    doubtMs(hangs) {
      if (results < fewResults) return silenceLimitMs;
      const usualMs = Math.max(heartbeatMs, longestMs) + doubtSlackMs;
      const few = results < settlingResults ? 1 : 0;
      return Math.min(silenceLimitMs, (usualMs + latestMs) * 2 ** (hangs + few));
    },
  };
}
