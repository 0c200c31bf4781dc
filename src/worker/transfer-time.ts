/** The part of `PerformanceResourceTiming` that says when a file was on its way; times in milliseconds. */
export interface TimedTransfer {
  readonly startTime: number;
  readonly responseEnd: number;
}

/** How long, between two moments, at least one file was on its way. Transfers side by side count once. */
export function transferMs(
  transfers: readonly TimedTransfer[],
  fromMs: number,
  toMs: number,
): number {
  let total = 0;
  let countedToMs = fromMs;
  for (const { startTime, responseEnd } of transfers.toSorted(
    (a, b) => a.startTime - b.startTime,
  )) {
    const start = Math.max(startTime, countedToMs);
    const end = Math.min(responseEnd, toMs);
    if (end <= start) continue;
    total += end - start;
    countedToMs = end;
  }
  return total;
}
