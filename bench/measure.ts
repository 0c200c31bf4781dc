import type { Page } from "@playwright/test";

/** What one contender did in one round. */
export interface Round {
  readonly framesPerSecond: number;
  /** Milliseconds from a frame's capture to its result (the peer) or its overlay (Localens). */
  readonly frameAgeMs: number;
  /** Milliseconds from one result to the next; the camera gives one frame in 33. */
  readonly frameMs: number;
  /** Milliseconds that one frame is worked on, waiting left out: what the contest is about. */
  readonly workMs: number;
  /** Part of the time in which tasks of 50 ms or more held the page's thread, 0 … 1. */
  readonly blockedShare: number;
  /** Milliseconds from opening the page to the first result. */
  readonly startMs: number;
}

interface LongTasks {
  blockedMs: number;
}

/** Counts the page's long tasks; to be run before anything of the page. */
export function watchLongTasks(): void {
  const tasks: LongTasks = { blockedMs: 0 };
  Object.assign(window, { longTasks: tasks });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.blockedMs += entry.duration;
  }).observe({ type: "longtask" });
}

/** Milliseconds of long tasks so far. */
export function blockedMs(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { longTasks: LongTasks }).longTasks.blockedMs);
}

/** The page's own clock, milliseconds since it was opened. */
export function pageClock(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}
