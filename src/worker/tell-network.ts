import {
  countRequests,
  type NetworkFacts,
  networkChannel,
  refusalCounts,
  type TimedRequest,
  violationRefusal,
} from "#shared";

declare const self: DedicatedWorkerGlobalScope;

/**
 * Tells the page's ledger what this worker asks the network for and what its policy refuses: the
 * service worker sees neither the requests of a first visit nor any refusal by policy.
 */
export function tellNetwork(): void {
  const channel = new BroadcastChannel(networkChannel);
  const tell = (facts: NetworkFacts): void => channel.postMessage(facts);
  const { origin } = self.location;
  new PerformanceObserver((list) => {
    const entries = list.getEntries() as unknown as readonly TimedRequest[];
    tell({
      addresses: entries.map(({ name }) => name),
      counts: countRequests(entries, origin),
    });
  }).observe({ type: "resource", buffered: true });
  self.addEventListener("securitypolicyviolation", (event) => {
    const refusal = violationRefusal(event as unknown as SecurityPolicyViolation, origin);
    if (refusal) tell({ addresses: [], counts: refusalCounts(refusal) });
  });
}

/** `SecurityPolicyViolationEvent`, which the worker type library knows by name only. */
interface SecurityPolicyViolation {
  readonly effectiveDirective: string;
  readonly blockedURI: string;
}
