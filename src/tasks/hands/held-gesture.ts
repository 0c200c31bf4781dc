import type { Gesture } from "./task.ts";

/** A gesture of one hand over time. */
export interface HeldGesture {
  /** What is told. */
  readonly told: Gesture | null;
  /** What was seen last, and since when. */
  readonly seen: Gesture | null;
  readonly sinceMs: number;
}

/** Milliseconds for which a gesture must be seen before it is told: hands pass through many on their way. */
export const holdMs = 300;
/** Milliseconds for which something else must be seen before a told one is taken back. */
export const releaseMs = 200;

/** The gesture of a hand that was not seen before. */
export function noGesture(nowMs: number): HeldGesture {
  return { told: null, seen: null, sinceMs: nowMs };
}

/** Takes in what is seen now; the time must not run backwards. */
export function holdGesture(before: HeldGesture, seen: Gesture | null, nowMs: number): HeldGesture {
  const sinceMs = seen === before.seen ? before.sinceMs : nowMs;
  const forMs = nowMs - sinceMs;
  const toldNow = seen !== null && forMs >= holdMs ? seen : before.told;
  const told = seen !== toldNow && forMs >= releaseMs ? null : toldNow;
  return { told, seen, sinceMs };
}
