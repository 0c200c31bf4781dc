import { type AppStore, phaseOf } from "./app-state.ts";

/** A start that takes longer waits for a download, or for the person. */
const mostMs = 3_000;

/**
 * What can wait until the first result is there leaves the device to what cannot: waits while something
 * starts, and not at all where nothing does.
 */
export function afterStart(store: Pick<AppStore, "getState" | "subscribe">): Promise<void> {
  const isStarting = (): boolean => {
    const state = store.getState();
    const phase = phaseOf(state);
    return phase === "loading" || (phase === "running" && state.result === null);
  };
  if (!isStarting()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(end, mostMs);
    const unsubscribe = store.subscribe(() => {
      if (!isStarting()) end();
    });
  });
}
