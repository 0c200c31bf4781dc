import type { Calls, Client } from "#protocol";

/** Calls that keep the worker from nothing else: no answer takes long for, or it waits for the network. */
const atOnce: ReadonlySet<keyof Calls> = new Set(["report", "causeTrouble", "fetchFastest"]);
/** Calls after which the worker's frames may take otherwise long. */
const changing: ReadonlySet<keyof Calls> = new Set([
  "load",
  "attachSource",
  "setOptions",
  "setPace",
  "bringFastest",
]);

/** Calls of a worker, and whether one is under way that may take it long. */
export interface LongCalls {
  readonly ask: Client<Calls>["call"];
  pending(): boolean;
}

/**
 * Keeps count of the calls that are made: whoever is asked may be busy with the answer for long, and may do
 * something else from then on, which `onChanged` tells.
 */
export function countLongCalls(client: () => Client<Calls>, onChanged: () => void): LongCalls {
  let asked = 0;
  return {
    async ask(name, params, options) {
      const at = client();
      if (atOnce.has(name)) return at.call(name, params, options);
      asked += 1;
      try {
        return await at.call(name, params, options);
      } finally {
        asked -= 1;
        if (changing.has(name)) onChanged();
      }
    },
    pending: () => asked > 0,
  };
}
