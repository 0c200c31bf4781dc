/** An attempt to reach another origin that something stopped. */
export interface Refusal {
  /** What tried: `fetch`, `image`, `connect-src`, …, as the platform names it. */
  readonly kind: string;
  readonly address: string;
  /** What stopped it. */
  readonly by: "service-worker" | "content-security-policy";
  /** HTTP method, where it is known. */
  readonly method?: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** Requests that went to the network; what came from caches and from this device is not counted. */
export interface NetworkCounts {
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly requests: number;
  readonly bytesIn: number;
  /** Attempts to reach another origin, whatever came of them; those that were stopped are `refusals`. */
  readonly foreignRequests: number;
  /** The latest attempts to reach another origin that were stopped. */
  readonly refusals: readonly Refusal[];
}

/** What a worker saw of its own requests and refusals, for the page's ledger. */
export interface NetworkFacts {
  /** Addresses that were asked for, from the network or not. */
  readonly addresses: readonly string[];
  readonly counts: NetworkCounts;
}

/** The `BroadcastChannel` on which workers tell `NetworkFacts`: the service worker never sees their CSP refusals. */
export const networkChannel = "localens-network";

/** Counts of nothing, from now on. */
export function noCounts(): NetworkCounts {
  return { sinceMs: Date.now(), requests: 0, bytesIn: 0, foreignRequests: 0, refusals: [] };
}

/** Two counts as one, since the earlier of the two. */
export function addCounts(earlier: NetworkCounts, later: NetworkCounts): NetworkCounts {
  return {
    sinceMs: Math.min(earlier.sinceMs, later.sinceMs),
    requests: earlier.requests + later.requests,
    bytesIn: earlier.bytesIn + later.bytesIn,
    foreignRequests: earlier.foreignRequests + later.foreignRequests,
    refusals: [...earlier.refusals, ...later.refusals].slice(-refusalsKept),
  };
}

/** One stopped attempt as counts. */
export function refusalCounts(refusal: Refusal): NetworkCounts {
  return { ...noCounts(), foreignRequests: 1, refusals: [refusal] };
}

/** A resource timing entry, in the part that counts; the type libraries of threads name it differently. */
export interface TimedRequest {
  readonly name: string;
  /** Above 0 when a service worker answered: that one counts it. */
  readonly workerStart: number;
  /** Header and body bytes off the network; 0 from a cache. */
  readonly transferSize: number;
  readonly encodedBodySize: number;
}

/** This origin's share of resource timing entries: what it was asked, and what came off the network. */
export function countRequests(entries: readonly TimedRequest[], origin: string): NetworkCounts {
  let { requests, bytesIn } = noCounts();
  for (const { name, workerStart, transferSize, encodedBodySize } of entries) {
    const cached = transferSize === 0 && encodedBodySize > 0;
    if (!isOwn(name, origin) || workerStart > 0 || cached) continue;
    requests += 1;
    bytesIn += transferSize;
  }
  return { ...noCounts(), requests, bytesIn };
}

/** Whether an address is another origin's on the network; `blob:`, `data:` and the like never leave. */
export function isForeign(address: string, origin: string): boolean {
  return /^(https?|wss?):/.test(address) && !isOwn(address, origin);
}

function isOwn(address: string, origin: string): boolean {
  // A WebSocket to this host counts as this origin, as it does for `connect-src 'self'`.
  const own = address.replace(/^ws/, "http");
  return own === origin || own.startsWith(`${origin}/`);
}

/** Reads a content security policy violation as a refusal; undefined where nothing was asked of anyone. */
export function violationRefusal(
  violation: { readonly effectiveDirective: string; readonly blockedURI: string },
  origin: string,
): Refusal | undefined {
  const { effectiveDirective, blockedURI } = violation;
  // `inline`, `eval`, `data` and the like name no address.
  if (!isForeign(blockedURI, origin)) return undefined;
  return {
    kind: effectiveDirective,
    address: blockedURI,
    by: "content-security-policy",
    atMs: Date.now(),
  };
}

/** How many refusals are remembered; older ones go first. */
export const refusalsKept = 100;

/** What the page tells the service worker. */
export type ServiceWorkerMessage =
  /** An engine is in use: keep its code and those of its runtime files that were fetched, for offline. */
  | {
      readonly kind: "keep-engine";
      readonly engine: string;
      readonly addresses: readonly string[];
    }
  /** Asks for `NetworkCounts`, answered on the port that comes along. */
  | { readonly kind: "ledger" }
  /** The document that may reach other servers is about to; answered on the port that comes along. */
  | { readonly kind: "connect" }
  /** The person accepts the waiting update. */
  | { readonly kind: "activate-update" };
