import type { EngineEntry } from "./engine.ts";

/** Every engine, in the order in which they are tried: what starts soonest first. */
export const engineEntries: readonly EngineEntry[] = [
  {
    id: "tfjs",
    formats: ["tfjs"],
    backends: ["wasm"],
    fetch: async () => (await import("./tfjs.ts")).createTfjsEngine(),
  },
];
