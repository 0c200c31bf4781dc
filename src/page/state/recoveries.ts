import type { TroubleKind } from "#protocol";

/** A failure that the app recovered from. */
export interface Recovery {
  readonly kind: TroubleKind;
  /** From the failure to when something was first done about it: for a silence, another worker begun. */
  readonly detectedMs: number;
  /** From the failure to the next result of a session that gave the golden answer; null until there is one. */
  readonly recoveredMs: number | null;
}

/** Keeps the times of recoveries. */
export interface Recoveries {
  /**
   * Something is about to be broken on purpose. What the worker recovers from meanwhile ends with `until`.
   * Who knows better when it broke says so by calling what is returned.
   */
  caused(until?: Promise<unknown>): () => void;
  /** Something is broken, since `sinceMs` or from now on; it was noticed now, or before at `noticedMs`. */
  noticed(kind: TroubleKind, sinceMs?: number, noticedMs?: number): void;
  /** Everything works, and a result shows it. */
  works(): void;
}

const mostKept = 50;
/** What is noticed later than this came of something else. */
const mostDelayMs = 30_000;

/** Creates the log; `tell` is given all recoveries at each change. */
export function createRecoveries(
  nowMs: () => number,
  tell: (recoveries: readonly Recovery[]) => void,
): Recoveries {
  let known: readonly Recovery[] = [];
  /** When what is not recovered from yet began, in the order of the list's last ones; undefined: it will not. */
  let open: readonly (number | undefined)[] = [];
  let causedMs: number | undefined;
  let held: object | undefined;

  const set = (next: readonly Recovery[]): void => {
    known = next.slice(-mostKept);
    tell(known);
  };
  return {
    caused(until) {
      const atMs = nowMs();
      causedMs = atMs;
      held = until;
      until?.then(
        () => {
          if (held === until) held = undefined;
        },
        () => {
          if (held !== until) return;
          held = undefined;
          // It did not recover: no later result makes it so.
          open = open.map((beganMs) => (beganMs === atMs ? undefined : beganMs));
        },
      );
      return () => {
        if (causedMs === atMs) causedMs = nowMs();
      };
    },
    noticed(kind, sinceMs = nowMs(), noticedMs = nowMs()) {
      // Each cut of one download is noticed.
      if (open.length > 0 && known.at(-1)?.kind === kind) return;
      const wasCaused = causedMs !== undefined && nowMs() - causedMs < mostDelayMs;
      const beganMs = wasCaused ? (causedMs ?? sinceMs) : sinceMs;
      causedMs = undefined;
      open = [...open, beganMs];
      // A doubt may be older than what was broken on purpose.
      const detectedMs = Math.max(0, noticedMs - beganMs);
      set([...known, { kind, detectedMs, recoveredMs: null }]);
    },
    works() {
      if (open.length === 0 || held) return;
      const began = open;
      open = [];
      const first = known.length - began.length;
      set(
        known.map((one, index) => {
          const beganMs = began[index - first];
          return beganMs === undefined ? one : { ...one, recoveredMs: nowMs() - beganMs };
        }),
      );
    },
  };
}
