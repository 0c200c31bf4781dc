import type { WatchedRhythm } from "./heartbeat-watch.ts";
import { silenceLimitMs } from "./rhythm.ts";

/** Anyone may be silent for long: the rhythm of a worker that is not followed. */
export const patientRhythm: WatchedRhythm = {
  heard: () => {},
  late: () => {},
  limitMs: () => silenceLimitMs,
  onSilence: () => {},
};
