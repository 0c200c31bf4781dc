import type { Attempt, Backend, EngineId } from "#shared";

/** What a supervisor remembers of the workers that it lost. */
export interface Losses {
  /** How many workers were replaced until now. */
  restarts(): number;
  /** What is not tried again, and why. */
  refused(): readonly Attempt[];
  /** A worker was lost, perhaps while it made an attempt; answers how many were lost lately. */
  note(starting: Started | null, words: string): number;
  /** The attempt is not tried again. */
  refuse(attempt: Started, reason: string): void;
  restarted(): void;
  /** An attempt ended well: what crashed before was an accident. */
  started(): void;
  /** Everything may be tried again. */
  forget(): void;
}

/** An attempt that was begun. */
export interface Started {
  readonly engine: EngineId;
  readonly backend: Backend;
}

/** Creates the memory; losses count as lately for `windowMs`. */
export function createLosses(nowMs: () => number, windowMs: number): Losses {
  let crashed = "";
  let refused: readonly Attempt[] = [];
  let timesMs: readonly number[] = [];
  let restarts = 0;

  const refuse = ({ engine, backend }: Started, reason: string): void => {
    refused = [...refused, { engine, backend, reason }];
  };
  return {
    restarts: () => restarts,
    refused: () => refused,
    note(starting, words) {
      timesMs = [...timesMs.filter((at) => nowMs() - at < windowMs), nowMs()];
      if (starting) {
        // One crash may be an accident; an attempt that crashes twice is not tried again.
        const key = `${starting.engine} ${starting.backend}`;
        if (crashed === key) refuse(starting, words);
        crashed = key;
      }
      return timesMs.length;
    },
    refuse,
    restarted() {
      restarts += 1;
    },
    started() {
      crashed = "";
    },
    forget() {
      refused = [];
      crashed = "";
      timesMs = [];
    },
  };
}
