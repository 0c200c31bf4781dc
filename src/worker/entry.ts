export type {};

declare const self: DedicatedWorkerGlobalScope;

// For the next visit a browser keeps the compiled code of what a worker imports while it runs, but not of its
// first script, nor of what that one names as its imports. So the first one is tiny, and fetches the rest.

const early: Event[] = [];
const keep = (event: Event): void => void early.push(event);
self.addEventListener("message", keep);

import("./main.ts")
  .then(({ begin }) => {
    self.removeEventListener("message", keep);
    begin();
    for (const event of early) self.dispatchEvent(event);
  })
  // The page hears of it as it would if this script itself did not load.
  .catch((error: unknown) => self.reportError(error));
