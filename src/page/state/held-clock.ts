/** Time that moves only when told, for tests. */
export function heldClock() {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs: number, run: () => void) {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Moves on, running what falls due in order. */
    pass(ms: number) {
      const endMs = nowMs + ms;
      for (;;) {
        const due = timers
          .filter((timer) => timer.atMs <= endMs)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
      }
      nowMs = endMs;
    },
    /** Jumps, as when the whole page was suspended: every timer is late. */
    jump(ms: number) {
      nowMs += ms;
    },
  };
}
