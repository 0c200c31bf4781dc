import { AppError, isAbort } from "#shared";
import type { AppStore } from "./app-state.ts";
import type { Offline } from "./offline.ts";
import type { Supervisor } from "./supervisor-parts.ts";

const everyMs = 1_000;

/** Keeps the worker's report in the state while somebody looks; returns how to refresh it at once. */
export function keepReporting(
  store: AppStore,
  supervisor: Pick<Supervisor, "isOpen" | "call">,
  offline: Pick<Offline, "refresh">,
): () => Promise<void> {
  const refresh = async (): Promise<void> => {
    const { wanted, debug, sheet } = store.getState();
    if (document.visibilityState !== "visible") return;
    if (debug || sheet === "truth") void offline.refresh();
    if (!supervisor.isOpen() || !(wanted || debug || sheet)) return;
    try {
      store.setState({ worker: await supervisor.call("report", undefined) });
    } catch (error) {
      if (!isAbort(error) && !AppError.is(error, "worker-lost")) throw error;
    }
  };
  setInterval(() => void refresh(), everyMs);
  return refresh;
}
