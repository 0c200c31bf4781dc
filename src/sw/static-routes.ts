import { headersOf } from "#shared";
import type { ManifestEntry } from "./engine-files.ts";

/** What the type libraries lack of https://w3c.github.io/ServiceWorker/#install-event-add-routes */
interface RoutableInstallEvent {
  addRoutes(rule: {
    readonly condition: { readonly urlPattern: { readonly pathname: string } };
    readonly source: "cache";
  }): Promise<void>;
}

/**
 * Lets the browser itself answer for the build's hashed files, out of the cache: a start asks for dozens of
 * them, and each way through this script costs several milliseconds. Left out where the browser cannot, and
 * where the host sets no security headers, which this script then has to add.
 */
export async function answerWithoutScript(
  event: ExtendableEvent,
  entries: readonly ManifestEntry[],
  scope: string,
): Promise<void> {
  const hashed = entries.find(({ url, revision }) => revision === null && url.endsWith(".js"));
  if (!hashed || !canRoute(event)) return;
  const stored = await caches.match(new URL(hashed.url, scope).href);
  const wanted = Object.keys(headersOf(hashed.url));
  if (!stored || !wanted.every((name) => stored.headers.has(name))) return;
  const pathname = `${new URL(scope).pathname}assets/*`;
  await event.addRoutes({ condition: { urlPattern: { pathname } }, source: "cache" });
}

function canRoute(event: object): event is RoutableInstallEvent {
  return "addRoutes" in event;
}
