import type { Calls, Client, Events, Listeners } from "#protocol";
import { createClient } from "#protocol";
import { openWorker, takeOpened } from "../head-start.ts";

/** One worker, as the supervisor holds it. */
export interface WorkerLink {
  readonly client: Client<Calls>;
  /** Ends the worker at once; what is pending is rejected by `client.close`. */
  terminate(): void;
}

/** Opens a worker; `onCrash` tells that its script failed to load or threw where nobody catches. */
export type OpenLink = (
  listeners: Listeners<Events>,
  onCrash: (reason: string) => void,
) => WorkerLink;

/** Opens the real worker. */
export const openWorkerLink: OpenLink = (listeners, onCrash) => {
  const worker = takeOpened() ?? openWorker();
  worker.addEventListener("error", (event) => {
    // Not ours to log as well: the supervisor tells what it means.
    event.preventDefault();
    onCrash(event.message || "its script could not be loaded");
  });
  worker.addEventListener("messageerror", () => onCrash("a message could not be read"));
  return {
    client: createClient<Calls, Events>(worker, listeners),
    terminate: () => worker.terminate(),
  };
};
