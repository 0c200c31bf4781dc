/** Workers that are open before the library that will compute on them asks for them. */
export interface EarlyThreads {
  /** Runs the start of the library, which gets these where it would open workers of its script. */
  handOut<T>(start: () => Promise<T>): Promise<T>;
  /** Ends those that were not handed out. */
  close(): void;
}

/**
 * Opens a library's threads while its wasm is still on its way. Left alone, it opens them once that has
 * arrived, and only then waits for each to start and to fetch its script.
 * @param script the address that the library opens its threads from
 */
export function openEarlyThreads(script: string, count: number, open: () => Worker): EarlyThreads {
  const waiting = new Set(Array.from({ length: count }, open));
  const handedOut = new Set<Worker>();
  for (const worker of waiting) {
    // The library opens another in its place, and tells what is wrong.
    worker.addEventListener("error", (event) => {
      if (handedOut.has(worker)) return;
      event.preventDefault();
      waiting.delete(worker);
      worker.terminate();
    });
  }
  const take = (): Worker | undefined => {
    const [first] = waiting;
    if (!first) return undefined;
    waiting.delete(first);
    handedOut.add(first);
    return first;
  };

  return {
    async handOut(start) {
      const { Worker } = globalThis;
      globalThis.Worker = new Proxy(Worker, {
        construct: (_, [address, options]: ConstructorParameters<typeof Worker>) =>
          (String(address) === script ? take() : undefined) ?? new Worker(address, options),
      });
      try {
        return await start();
      } finally {
        globalThis.Worker = Worker;
      }
    },
    close() {
      for (const worker of waiting) worker.terminate();
      waiting.clear();
    },
  };
}
