import { heartbeatMs } from "#protocol";
import type { Backend } from "#shared";
import type { Clock } from "./clock.ts";

/** Tells when a worker falls silent for too long. */
export interface HeartbeatWatch {
  /** A new worker: its first beat is awaited. */
  start(): void;
  beat(): void;
  hasBeaten(): boolean;
  stop(): void;
}

/** A worker whose first heartbeat takes longer never starts; slow networks fetch its script within it. */
export const firstBeatLimitMs = 20_000;
/** Longest silence outside an engine start: slow phones block for seconds in one wasm inference. */
export const silenceLimitMs = 10_000;
/**
 * An engine start that takes longer than this never settles. On a GPU every shader is compiled first: a
 * slow driver, or a software one, takes a minute where a good one takes a second.
 */
export const startLimitMs: Readonly<Record<Backend, number>> = { wasm: 30_000, webgpu: 150_000 };

const watchMs = 2 * heartbeatMs;

/**
 * Creates a watch. While `isExcused` (an engine start, which has its own deadline) silence is allowed;
 * so is silence while the page itself was suspended, and the worker with it.
 */
export function createHeartbeatWatch(
  clock: Clock,
  isExcused: () => boolean,
  onSilence: () => void,
): HeartbeatWatch {
  let lastBeatMs = 0;
  let lastWatchMs = 0;
  let beaten = false;
  let cancel: () => void = () => {};

  const watch = (): void => {
    const now = clock.now();
    if (isExcused() || now - lastWatchMs > 3 * watchMs) lastBeatMs = now;
    lastWatchMs = now;
    if (now - lastBeatMs > (beaten ? silenceLimitMs : firstBeatLimitMs)) {
      onSilence();
      return;
    }
    cancel = clock.after(watchMs, watch);
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
      beaten = true;
      lastBeatMs = clock.now();
    },
    hasBeaten: () => beaten,
    stop: () => cancel(),
  };
}
