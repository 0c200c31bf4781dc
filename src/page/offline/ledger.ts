import {
  addCounts,
  countRequests,
  isForeign,
  type NetworkCounts,
  type NetworkFacts,
  networkChannel,
  noCounts,
  refusalCounts,
  refusalsKept,
  violationRefusal,
} from "#shared";
import { askServiceWorker } from "./service-worker.ts";

/** What went over the network since this page opened, as the person may read it. */
export interface PageLedger {
  /** Counts of this page, its workers and the service worker together, since the page opened. */
  read(): Promise<NetworkCounts>;
  /** The service worker's own counts since the first visit on this device; undefined without one. */
  readEver(): Promise<NetworkCounts | undefined>;
  /** Every address that workers of the app asked for. */
  workerAddresses(): readonly string[];
  /** Stops listening. */
  close(): void;
}

const answerLimitMs = 2000;

/** Opens the page's ledger: call it before anything else of the page asks for something. */
export function openPageLedger(): PageLedger {
  const { origin } = location;
  let own: NetworkCounts = { ...noCounts(), sinceMs: Math.round(performance.timeOrigin) };
  let addresses = new Set<string>();
  const foreign: string[] = [];
  const add = (counts: NetworkCounts): void => {
    own = { ...addCounts(own, counts), sinceMs: own.sinceMs };
  };

  const count = (entries: PerformanceEntryList): void => {
    const timed = entries as PerformanceResourceTiming[];
    const refused = new Set(own.refusals.map(({ address }) => address));
    // Some browsers time what a policy refused: it is counted as the refusal that it is.
    add(
      countRequests(
        timed.filter(({ name }) => !refused.has(name)),
        origin,
      ),
    );
  };
  const observer = new PerformanceObserver((list) => count(list.getEntries()));
  observer.observe({ type: "resource", buffered: true });
  count(performance.getEntriesByType("navigation"));

  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    // The <meta> and the header are two policies: each tells of the same attempt.
    const twice = own.refusals.some(
      ({ address, kind, atMs }) =>
        address === event.blockedURI &&
        kind === event.effectiveDirective &&
        Date.now() - atMs < sameAttemptMs,
    );
    const refusal = twice ? undefined : violationRefusal(event, origin);
    if (refusal) add(refusalCounts(refusal));
  };
  document.addEventListener("securitypolicyviolation", onViolation);

  const channel = new BroadcastChannel(networkChannel);
  channel.addEventListener("message", ({ data }: MessageEvent<NetworkFacts>) => {
    addresses = new Set([...addresses, ...data.addresses]);
    foreign.push(...data.addresses.filter((address) => isForeign(address, origin)));
    add(data.counts);
  });

  const readEver = async (): Promise<NetworkCounts | undefined> => {
    const answer = await askServiceWorker({ kind: "ledger" }, answerLimitMs);
    return answer === undefined ? undefined : (answer as NetworkCounts);
  };
  // What the service worker had counted before this page opened is not this visit's.
  const before = readEver();

  return {
    async read() {
      const [earlier, now] = await Promise.all([before, readEver()]);
      const since = now && earlier ? difference(now, earlier, own.sinceMs) : now;
      const counts = since ? addCounts(own, since) : own;
      // Browsers time refused attempts too: those are counted as the refusals that they are.
      const refused = new Set(counts.refusals.map(({ address }) => address));
      const left = foreign.filter((address) => !refused.has(address)).length;
      return {
        ...counts,
        sinceMs: own.sinceMs,
        requests: counts.requests + left,
        foreignRequests: counts.foreignRequests + left,
      };
    },
    readEver,
    workerAddresses: () => [...addresses],
    close() {
      observer.disconnect();
      document.removeEventListener("securitypolicyviolation", onViolation);
      channel.close();
    },
  };
}

const sameAttemptMs = 50;

function difference(now: NetworkCounts, earlier: NetworkCounts, sinceMs: number): NetworkCounts {
  return {
    sinceMs,
    requests: now.requests - earlier.requests,
    bytesIn: now.bytesIn - earlier.bytesIn,
    foreignRequests: now.foreignRequests - earlier.foreignRequests,
    refusals: now.refusals.filter(({ atMs }) => atMs >= sinceMs).slice(-refusalsKept),
  };
}
