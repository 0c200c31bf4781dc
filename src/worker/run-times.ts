import { type ModelRuns, runWindow } from "#protocol";
import { Ring } from "./ring.ts";

/** A task that asks for ever other sizes (lines of text have any length) does not fill the memory with them. */
const mostKinds = 12;

/** How long each model's runs took lately, those of other input sizes apart: what they found makes no difference. */
export interface RunTimes {
  /** @param of the model's role and what it was given */
  add(of: string, ms: number): void;
  clear(): void;
  report(): readonly ModelRuns[];
}

/** Makes empty times in memory that never grows. */
export function createRunTimes(): RunTimes {
  const kinds = new Map<string, { count: number; readonly ring: Ring }>();
  return {
    add(of, ms) {
      let kind = kinds.get(of);
      if (!kind) {
        if (kinds.size >= mostKinds) return;
        kind = { count: 0, ring: new Ring(runWindow) };
        kinds.set(of, kind);
      }
      kind.count++;
      kind.ring.push(ms);
    },
    clear: () => kinds.clear(),
    report: () =>
      [...kinds].map(([of, { count, ring }]) => ({
        of,
        count,
        p50Ms: ring.spread().p50Ms,
      })),
  };
}
