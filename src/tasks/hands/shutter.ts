import type { ShutterState } from "./task.ts";

/** The shutter without hands, between two frames. */
export interface Shutter {
  readonly at: "ready" | "counting" | "released";
  /** When the countdown began. */
  readonly sinceMs: number;
  readonly shots: number;
}

/** Milliseconds from the gesture to the picture: time to lower the hand. */
export const countdownMs = 3000;

/** A shutter that waits for its gesture. */
export const readyShutter: Shutter = { at: "ready", sinceMs: 0, shots: 0 };

/**
 * Takes in whether the gesture is told now. The countdown goes on when the hand is lowered; after the
 * picture the gesture must be let go before it counts again, so that a hand left up takes one picture.
 */
export function stepShutter(before: Shutter, isHeld: boolean, nowMs: number): Shutter {
  const { at, sinceMs, shots } = before;
  if (at === "counting") {
    if (nowMs - sinceMs < countdownMs) return before;
    return { at: isHeld ? "released" : "ready", sinceMs: nowMs, shots: shots + 1 };
  }
  if (at === "released") return isHeld ? before : { ...before, at: "ready" };
  return isHeld ? { at: "counting", sinceMs: nowMs, shots } : before;
}

/** What a result tells of the shutter. */
export function shutterState({ at, sinceMs, shots }: Shutter, nowMs: number): ShutterState {
  if (at !== "counting") return { progress: 0, secondsLeft: 0, shots };
  const passed = Math.min(1, Math.max(0, (nowMs - sinceMs) / countdownMs));
  const secondsLeft = Math.max(1, Math.ceil(((1 - passed) * countdownMs) / 1000));
  return { progress: passed, secondsLeft, shots };
}
