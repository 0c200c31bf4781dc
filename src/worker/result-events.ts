import type { TaskResult } from "#tasks";

/** Results at the rate of people: at most one in each interval, and always the latest in the end. */
export interface ResultEvents {
  offer(result: TaskResult): void;
  /** Forgets what has not been told yet. */
  cancel(): void;
}

/** Thins results out to one in `intervalMs`. */
export function createResultEvents(
  emit: (result: TaskResult) => void,
  intervalMs = 100,
): ResultEvents {
  let emittedAtMs = Number.NEGATIVE_INFINITY;
  let latest: TaskResult | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    timer = undefined;
    if (!latest) return;
    emittedAtMs = performance.now();
    emit(latest);
    latest = undefined;
  };
  return {
    offer(result) {
      latest = result;
      if (timer !== undefined) return;
      const waitMs = emittedAtMs + intervalMs - performance.now();
      if (waitMs <= 0) tell();
      else timer = setTimeout(tell, waitMs);
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
      latest = undefined;
    },
  };
}
