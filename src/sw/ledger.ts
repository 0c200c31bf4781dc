import {
  addCounts,
  countRequests,
  type NetworkCounts,
  noCounts,
  refusalCounts,
  type TimedRequest,
} from "#shared";
import { threadStore } from "#store";

/** The service worker's counts, kept over its restarts. */
export interface Ledger {
  /** Counts a request to another origin that was stopped. */
  refuse(request: Request): void;
  /** What was counted since the first visit. */
  read(): Promise<NetworkCounts>;
  /** Stores what is counted so far, a little later; resolves when done, also where there is no storage. */
  saved(): Promise<void>;
}

const key = "service-worker";
const saveDelayMs = 500;

/** Opens the counts. Requests are read off resource timing: true sizes, and caches left out. */
export function openLedger(): Ledger {
  let fresh = noCounts();
  let saving: Promise<void> | undefined;

  /** Adds what is fresh to what is stored, for every version of the service worker counts together. */
  const store = async (): Promise<NetworkCounts> => {
    count(observer.takeRecords());
    const taken = fresh;
    fresh = noCounts();
    try {
      let sum = taken;
      await (await threadStore()).ledger.update(key, (stored) => {
        sum = isCounts(stored) ? addCounts(stored, taken) : taken;
        return sum;
      });
      return sum;
    } catch {
      fresh = addCounts(taken, fresh);
      return fresh;
    }
  };
  const count = (entries: PerformanceEntryList): void => {
    if (entries.length === 0) return;
    const timed = entries as unknown as readonly TimedRequest[];
    fresh = addCounts(fresh, countRequests(timed, self.location.origin));
  };
  const observer = new PerformanceObserver((list) => {
    count(list.getEntries());
    void saved();
  });
  observer.observe({ type: "resource", buffered: true });

  const saved = (): Promise<void> => {
    saving ??= new Promise((resolve) => {
      setTimeout(() => {
        saving = undefined;
        void store().then(() => resolve());
      }, saveDelayMs);
    });
    return saving;
  };

  return {
    refuse(request) {
      const { method, url: address } = request;
      const kind = request.destination || "fetch";
      const refusal = { kind, method, address, by: "service-worker", atMs: Date.now() } as const;
      fresh = addCounts(fresh, refusalCounts(refusal));
    },
    read: store,
    saved,
  };
}

function isCounts(value: unknown): value is NetworkCounts {
  return (
    typeof value === "object" &&
    value !== null &&
    "sinceMs" in value &&
    "refusals" in value &&
    Array.isArray(value.refusals)
  );
}
