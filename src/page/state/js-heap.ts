/** What browsers tell of memory; the DOM types lack both. */
interface MemoryTellers {
  /** https://wicg.github.io/performance-measure-memory/, of isolated pages: the page with its workers. */
  measureUserAgentSpecificMemory?(): Promise<{
    readonly breakdown: readonly { readonly bytes: number; readonly types: readonly string[] }[];
  }>;
  /** Chromium's older one, of the page alone. */
  readonly memory?: { readonly usedJSHeapSize: number };
}

/** A browser collects garbage for a measurement, and takes its time for it. */
const everyMs = 10_000;

/**
 * Creates a teller of the JavaScript heaps of the page and its workers, in bytes: the last measurement, while
 * another is made behind it. Where the browser measures only the page, the page; null where it tells nothing,
 * or not yet.
 */
export function createJsHeap(performance: MemoryTellers, nowMs: () => number): () => number | null {
  let measured: number | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  const measure = async (): Promise<void> => {
    const answer = await performance.measureUserAgentSpecificMemory?.();
    measured = answer?.breakdown
      .filter(({ types }) => types.includes("JavaScript"))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  };
  return () => {
    if (nowMs() - askedMs >= everyMs) {
      askedMs = nowMs();
      // Refused where the page is not isolated.
      measure().catch(() => undefined);
    }
    // Never the one in place of the other: they count other things.
    if (performance.measureUserAgentSpecificMemory) return measured ?? null;
    return performance.memory?.usedJSHeapSize ?? null;
  };
}

/** The JavaScript heaps of this page and its workers, in bytes, as far as the browser tells. */
export const jsHeapBytes: () => number | null = createJsHeap(
  globalThis.performance as MemoryTellers,
  () => globalThis.performance.now(),
);
