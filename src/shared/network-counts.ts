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
  /** Requests of these that another origin got: none while the app is sealed. */
  readonly foreignRequests: number;
  /** The latest attempts to reach another origin that were stopped. */
  readonly refusals: readonly Refusal[];
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
  /** The person accepts the waiting update. */
  | { readonly kind: "activate-update" };
