const everyMs = 5_000;

/** Tells when the device, or the page, slept: a timer came far too late. */
export function watchWake(onWake: () => void): void {
  let tickedMs = Date.now();
  setInterval(() => {
    const lateMs = Date.now() - tickedMs - everyMs;
    tickedMs = Date.now();
    if (lateMs > everyMs) onWake();
  }, everyMs);
}
