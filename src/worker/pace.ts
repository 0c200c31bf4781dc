/** Lets frames begin no faster than wanted: between two of them the device rests. */
export interface Pace {
  /** At most so many frames a second; null lets each begin at once. Who waits by the pace before is let go. */
  set(framesPerSecond: number | null): void;
  /** Resolves when the next frame may begin. */
  passed(): Promise<void>;
  /** A frame begins. */
  begin(): void;
  /** Another source: its first frame waits for none of the one before. */
  restart(): void;
}

/** Makes a pace that lets every frame begin at once. */
export function createPace(): Pace {
  let everyMs = 0;
  let begunAtMs = Number.NEGATIVE_INFINITY;
  const waiting = new Set<() => void>();

  const letGo = (): void => {
    for (const go of waiting) go();
  };
  return {
    set(framesPerSecond) {
      everyMs = framesPerSecond === null ? 0 : 1000 / framesPerSecond;
      letGo();
    },
    async passed() {
      for (;;) {
        const restMs = begunAtMs + everyMs - performance.now();
        if (restMs <= 0) return;
        await new Promise<void>((resolve) => {
          const go = (): void => {
            clearTimeout(timer);
            waiting.delete(go);
            resolve();
          };
          const timer = setTimeout(go, restMs);
          waiting.add(go);
        });
      }
    },
    begin() {
      begunAtMs = performance.now();
    },
    restart() {
      begunAtMs = Number.NEGATIVE_INFINITY;
      letGo();
    },
  };
}
