import type { Clock } from "./clock.ts";
import type { Rhythm } from "./rhythm.ts";

/** Tells when a worker falls silent for too long. */
export interface HeartbeatWatch {
  /** A new worker: its first beat is awaited. */
  start(): void;
  beat(): void;
  hasBeaten(): boolean;
  /** When it was heard last, on the clock. */
  lastBeatMs(): number;
  stop(): void;
}

/** A worker whose first heartbeat takes longer never starts; slow networks fetch its script within it. */
export const firstBeatLimitMs = 20_000;

const watchMs = 100;
/** A timer that comes later than this was held up, and with it what the worker said meanwhile. */
const heldUpMs = 50;
const usualLateMs = 10;
const sleptMs = 2_000;

/** What a watch learns of a worker, and when it is to tell. */
export interface WatchedRhythm extends Pick<Rhythm, "heard" | "late"> {
  limitMs(): number;
  /** Told every now and then, of silence that is not too long. */
  onSilence(silentMs: number): void;
}

/**
 * Creates a watch. While `isExcused` (an engine start, which has its own deadline) silence is allowed;
 * so is silence while the page itself was held up or suspended, for then it could hear nothing.
 */
export function createHeartbeatWatch(
  clock: Clock,
  isExcused: () => boolean,
  onTooLong: () => void,
  rhythm: WatchedRhythm,
): HeartbeatWatch {
  let lastBeatMs = 0;
  let lastWatchMs = 0;
  let beaten = false;
  let cancel: () => void = () => {};

  const watch = (): void => {
    const now = clock.now();
    const lateMs = now - lastWatchMs - watchMs;
    // A timer is late by a few milliseconds wherever there is any work; much later, the page slept.
    if (lateMs < sleptMs) rhythm.late(Math.max(0, lateMs - usualLateMs));
    if (isExcused()) lastBeatMs = now;
    else if (lateMs > heldUpMs) lastBeatMs = Math.min(now, lastBeatMs + lateMs);
    lastWatchMs = now;
    if (now - lastBeatMs > (beaten ? rhythm.limitMs() : firstBeatLimitMs)) {
      onTooLong();
      return;
    }
    cancel = clock.after(watchMs, watch);
    if (beaten) rhythm.onSilence(now - lastBeatMs);
  };
  return {
    start() {
      cancel();
      beaten = false;
      lastBeatMs = clock.now();
      lastWatchMs = lastBeatMs;
      cancel = clock.after(watchMs, watch);
    },
    beat() {
      const now = clock.now();
      if (beaten) rhythm.heard(now - lastBeatMs);
      beaten = true;
      lastBeatMs = now;
    },
    hasBeaten: () => beaten,
    lastBeatMs: () => lastBeatMs,
    stop: () => cancel(),
  };
}
