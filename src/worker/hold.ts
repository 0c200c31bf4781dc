/** Keeps frames from beginning for a moment, so that something else can be measured on a quiet device. */
export interface Hold {
  /** Resolves once nothing runs; what begins then waits for `end`, or for `limitMs` at most. */
  begin(limitMs: number): Promise<void>;
  end(): void;
  holds(): boolean;
  /** Resolves when nothing is held. */
  passed(): Promise<void>;
  /** Runs work that a hold waits for. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes a hold that holds nothing. */
export function createHold(): Hold {
  let held: { readonly over: Promise<void>; readonly end: () => void } | undefined;
  let running: Promise<unknown> = Promise.resolve();

  return {
    async begin(limitMs) {
      held?.end();
      let over: () => void = () => {};
      const promise = new Promise<void>((resolve) => {
        over = resolve;
      });
      // Whoever holds may die of what it measures.
      const timer = setTimeout(() => mine.end(), limitMs);
      const mine = {
        over: promise,
        end: () => {
          clearTimeout(timer);
          if (held === mine) held = undefined;
          over();
        },
      };
      held = mine;
      await running;
    },
    end: () => held?.end(),
    holds: () => held !== undefined,
    async passed() {
      while (held) await held.over;
    },
    during(work) {
      const done = work();
      running = done.catch(() => {});
      return done;
    },
  };
}
