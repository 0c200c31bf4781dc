/** Time, so that tests can hold it. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Runs once after a delay; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The page's own time. */
export const pageClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
