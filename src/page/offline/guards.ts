/** Which guards hold for this document, each found by trying. */
export interface GuardFacts {
  /** Where the policies that refused the trial came from. */
  readonly csp: { readonly header: boolean; readonly meta: boolean };
  /** Whether this browser keeps WebRTC in; "unknown" where it cannot be tried (no network, no WebRTC). */
  readonly connectionAllowlist: boolean | "unknown";
  /** Cross-origin isolated: threads can share memory. */
  readonly isolated: boolean;
}

const violationLimitMs = 1000;
const gatheringLimitMs = 2500;

/** Finds out which guards hold here. Nothing is sent to anyone but this app's own host. */
export async function tryGuards(): Promise<GuardFacts> {
  const [csp, connectionAllowlist] = await Promise.all([tryPolicy(), tryWebRtc()]);
  return { csp, connectionAllowlist, isolated: globalThis.crossOriginIsolated === true };
}

/**
 * Tries to fetch `data:`, which is no network but not this origin either: each policy that holds says
 * so, and only one from a header may name `frame-ancestors`.
 */
async function tryPolicy(): Promise<GuardFacts["csp"]> {
  const policies: string[] = [];
  const listen = (event: SecurityPolicyViolationEvent): void => {
    if (event.blockedURI.startsWith("data") && event.disposition === "enforce") {
      policies.push(event.originalPolicy);
    }
  };
  document.addEventListener("securitypolicyviolation", listen);
  const refused = await fetch("data:,").then(
    () => false,
    () => true,
  );
  // The events come in a task of their own, after the fetch has failed.
  if (refused) await waitUntil(() => policies.length > 0, violationLimitMs);
  document.removeEventListener("securitypolicyviolation", listen);
  return {
    header: policies.some((policy) => policy.includes("frame-ancestors")),
    meta: policies.some((policy) => !policy.includes("frame-ancestors")),
  };
}

/**
 * Asks WebRTC to reach the discard port of this app's own host through a relay, which makes no
 * candidates of this device's addresses. Where `Connection-Allowlist` holds, gathering ends at once with
 * nothing tried; elsewhere it goes on trying, or tells an error.
 */
async function tryWebRtc(): Promise<boolean | "unknown"> {
  if (typeof RTCPeerConnection === "undefined" || !navigator.onLine) return "unknown";
  let peer: RTCPeerConnection | undefined;
  try {
    peer = new RTCPeerConnection({
      iceTransportPolicy: "relay",
      iceServers: [
        { urls: `turn:${location.hostname}:9?transport=udp`, username: "-", credential: "-" },
      ],
    });
    const here = peer;
    let tried = false;
    here.addEventListener("icecandidateerror", () => {
      tried = true;
    });
    here.createDataChannel("trial");
    await here.setLocalDescription();
    await waitUntil(() => tried || here.iceGatheringState === "complete", gatheringLimitMs);
    return !tried && here.iceGatheringState === "complete";
  } catch {
    // Refused outright.
    return true;
  } finally {
    peer?.close();
  }
}

async function waitUntil(holds: () => boolean, limitMs: number): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!holds() && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
