import { heartbeatMs } from "#protocol";

/** A worker's sign of life. */
export interface Heartbeat {
  /** It took a step, and says so unless it did lately; cheap enough for every run of a model. */
  step(): void;
}

/** Makes a heartbeat; `emit` tells the page. */
export function createHeartbeat(emit: () => void, nowMs = () => performance.now()): Heartbeat {
  let toldMs = nowMs();
  return {
    step() {
      const now = nowMs();
      if (now - toldMs < heartbeatMs) return;
      toldMs = now;
      emit();
    },
  };
}

let own: Heartbeat | undefined;

/**
 * Beats from now on: by a timer, and after each run of a model, for a frame of many runs (lines of text, one
 * by one) lets no timer through, and a slow device is not to be taken for a hanging one.
 */
export function beginHeartbeat(emit: () => void): void {
  own = createHeartbeat(emit);
  setInterval(emit, heartbeatMs);
}

/** This worker took a step. */
export function tookStep(): void {
  own?.step();
}
