import type { AppStore } from "./app-state.ts";

/** Keeps telling whether there is a network; `retry` is called when one comes back that a person waits for. */
export function keepTellingOnline(store: AppStore, retry: () => void): void {
  const tell = (): void => {
    store.setState({ online: navigator.onLine });
    const { model, wanted } = store.getState();
    const waits = wanted && model.at === "failed" && model.error.code === "offline";
    if (navigator.onLine && waits) retry();
  };
  globalThis.addEventListener("online", tell);
  globalThis.addEventListener("offline", tell);
  store.setState({ online: navigator.onLine });
}
