import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { NavigationRoute, Router } from "workbox-routing";
import { connectPage, headersOf, type ServiceWorkerMessage } from "#shared";
import { engineFiles, engineOf, type ManifestEntry } from "./engine-files.ts";
import { openLedger } from "./ledger.ts";
import { answerModel } from "./model-answer.ts";
import { sealed } from "./sealed.ts";
import { isShare, receiveShare } from "./share-target.ts";
import { answerWithoutScript } from "./static-routes.ts";

declare const self: ServiceWorkerGlobalScope;

const entries = self.__WB_MANIFEST as ManifestEntry[];
const scope = self.registration.scope;
const ledger = openLedger();
const shell = new PrecacheController();
const engines = engineFiles(
  entries.filter(({ url }) => engineOf(url) !== undefined),
  scope,
);
shell.addToCacheList(entries.filter(({ url }) => engineOf(url) === undefined));

const router = new Router();
// Flags are for the page: whatever the address carries, the page is the same.
router.registerRoute(new PrecacheRoute(shell, { ignoreURLParametersMatching: [/./] }));
// A name with a dot is a file: a missing one is missing, never the page.
router.registerRoute(
  new NavigationRoute(shell.createHandlerBoundToURL("index.html"), {
    denylist: [/\/[^/?]*\.[^/?]*(\?|$)/, /\/models\//],
  }),
);

/** The tabs of the one document that may reach other servers, as they said just before. */
const connecting = new Set<string>();

// No skipWaiting here: an update waits until the person accepts it.
self.addEventListener("install", (event) => {
  event.waitUntil(shell.install(event).then(() => answerWithoutScript(event, entries, scope)));
});

self.addEventListener("activate", (event) => {
  // One visit is enough: the page that registered is served from here on, without a reload.
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, protocol } = new URL(request.url);
  if (!/^https?:$/.test(protocol)) return;
  if (origin !== self.location.origin) {
    // Under that document's own policy; what it may reach is not ours to answer.
    if (connecting.has(event.clientId)) return;
    ledger.refuse(request);
    event.respondWith(Response.error());
  } else if (isShare(request, scope)) {
    event.respondWith(receiveShare(request, scope));
  } else if (request.method === "GET") {
    event.respondWith(answer(event));
    if (request.mode === "navigate") event.waitUntil(prune(event).catch(() => undefined));
  } else return;
  event.waitUntil(ledger.saved());
});

self.addEventListener("message", (event) => {
  const message = event.data as ServiceWorkerMessage;
  const [port] = event.ports;
  switch (message?.kind) {
    case "ledger":
      event.waitUntil(ledger.read().then((counts) => port?.postMessage(counts)));
      break;
    case "keep-engine":
      event.waitUntil(
        engines.keep(message.engine, message.addresses).then(
          () => port?.postMessage({ kept: true }),
          () => port?.postMessage({ kept: false }),
        ),
      );
      break;
    case "connect":
      if (event.source instanceof WindowClient && pathOf(event.source.url) === connectPage) {
        connecting.add(event.source.id);
      }
      port?.postMessage({ known: true });
      break;
    case "activate-update":
      event.waitUntil(self.skipWaiting());
      break;
  }
});

async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const sha256 = modelOf(request.url);
  if (sha256 !== undefined) {
    const stored = await answerModel(request, sha256).catch(() => undefined);
    return sealed(stored ?? (await fetch(request)), headersOf(pathOf(request.url)));
  }
  const kept =
    (await engines.answer(request)) ??
    (await router.handleRequest({ event, request })) ??
    // A tab of the version before this one asks for its own files until it closes.
    (await caches.match(request)) ??
    (await fetch(request));
  return sealed(kept, headersOf(pathOf(request.url)));
}

/** A path below the app's own folder, without flags. */
function pathOf(address: string): string {
  const path = address.startsWith(scope) ? address.slice(scope.length) : "";
  return path.split(/[?#]/, 1)[0] ?? "";
}

function modelOf(address: string): string | undefined {
  const path = address.startsWith(scope) ? address.slice(scope.length) : "";
  return /^models\/([0-9a-f]{64})$/.exec(path)?.[1];
}

/** Deletes the files of earlier versions, once no other tab can still need them and no version waits. */
async function prune(event: FetchEvent): Promise<void> {
  if (self.registration.installing || self.registration.waiting) return;
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.some(({ id }) => id !== event.resultingClientId)) return;
  await shell.activate(event);
  await engines.prune();
}
