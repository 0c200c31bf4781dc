import type { TaskResult } from "#tasks";

/** What was told last: of which source, and by which worker. */
export interface LastWord {
  /** Keeps a result and gives it back. */
  keep(from: object, source: object | null, result: TaskResult): TaskResult;
  /** For the worker `at`: what another one told last, if it was of the same source. */
  before(
    at: object,
    source: object,
  ): { readonly before?: TaskResult; readonly beforeAgoMs?: number };
}

/**
 * Remembers the last result past the loss of its worker, so that the next one counts on from there. A
 * source that the person starts anew is another one, and a worker that goes on counts by itself.
 */
export function createLastWord(nowMs: () => number): LastWord {
  let last: { from: object; source: object | null; result: TaskResult; atMs: number } | undefined;
  return {
    keep(from, source, result) {
      last = { from, source, result, atMs: nowMs() };
      return result;
    },
    before: (at, source) =>
      last && last.source === source && last.from !== at
        ? { before: last.result, beforeAgoMs: nowMs() - last.atMs }
        : {},
  };
}
