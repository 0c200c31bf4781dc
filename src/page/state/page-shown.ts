/** Whether people see the page, over time. */
export interface PageShown {
  /** Waits until the page is shown. @throws the platform's `AbortError` */
  shown(signal: AbortSignal): Promise<void>;
  /** How often the page was hidden since this was made. */
  timesHidden(): number;
  close(): void;
}

/** Watches whether the page is shown. */
export function watchPageShown(of: Document = document): PageShown {
  let hidden = 0;
  const onChange = (): void => {
    if (of.visibilityState === "hidden") hidden += 1;
  };
  of.addEventListener("visibilitychange", onChange);
  return {
    timesHidden: () => hidden,
    shown(signal) {
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          if (of.visibilityState === "hidden" && !signal.aborted) return;
          of.removeEventListener("visibilitychange", settle);
          signal.removeEventListener("abort", settle);
          if (signal.aborted) reject(signal.reason);
          else resolve();
        };
        of.addEventListener("visibilitychange", settle);
        signal.addEventListener("abort", settle);
        settle();
      });
    },
    close: () => of.removeEventListener("visibilitychange", onChange),
  };
}
