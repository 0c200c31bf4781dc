import { type AppState, type AppStore, isLive, phaseOf } from "./app-state.ts";

/** Keeps the screen on while live pictures or a benchmark run; the browser lets go of it whenever the page is hidden. */
export function keepAwake(store: AppStore): void {
  if (!("wakeLock" in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  let asking = false;

  const wanted = (state: AppState): boolean =>
    (state.benchmarking || (phaseOf(state) === "running" && isLive(state))) &&
    document.visibilityState === "visible";
  const settle = async (): Promise<void> => {
    if (asking) return;
    const wants = wanted(store.getState());
    if (wants === (lock !== null && !lock.released)) return;
    asking = true;
    if (wants) {
      // Refused where the battery is low: then the screen may go dark.
      lock = await navigator.wakeLock.request("screen").catch(() => null);
    } else {
      await lock?.release().catch(() => undefined);
      lock = null;
    }
    asking = false;
    if (lock !== null && !wanted(store.getState())) void settle();
  };
  store.subscribe(() => void settle());
  document.addEventListener("visibilitychange", () => void settle());
}
