import type { Guards } from "./app-state.ts";

/** Client hints, which the DOM types lack. */
interface Brands {
  readonly brands?: readonly { readonly brand: string; readonly version: string }[];
}

/** The first Chromium that honours `Connection-Allowlist`. */
const allowlistSince = 152;

/** Whether a browser of these brands honours `Connection-Allowlist`. */
export function honoursAllowlist(userAgentData: Brands | undefined): boolean {
  return (userAgentData?.brands ?? []).some(
    ({ brand, version }) => brand === "Chromium" && Number(version) >= allowlistSince,
  );
}

/**
 * Which guards hold here. The content policy is in every built page as a <meta>; the allowlist holds
 * where the page came with the header and the browser knows it (trying it out would send a packet).
 */
export async function readGuards(): Promise<Guards> {
  const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  const { userAgentData } = navigator as Navigator & { readonly userAgentData?: Brands };
  if (!honoursAllowlist(userAgentData)) return { csp: meta !== null, connectionAllowlist: false };
  const answer = await fetch(location.pathname, { method: "HEAD" }).catch(() => undefined);
  return {
    csp: meta !== null,
    connectionAllowlist: answer?.headers.has("Connection-Allowlist") ?? false,
  };
}
