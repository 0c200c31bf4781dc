import { reasonOf } from "#shared";
import { askServiceWorker } from "./service-worker.ts";

/** Where the app stands with working offline. */
export type OfflineState =
  /** This browser or this page (no secure context) has no service workers. */
  | { readonly at: "unsupported" }
  | { readonly at: "installing" }
  /** The shell is stored and served from this device. */
  | { readonly at: "ready" }
  /** A newer version is stored and waits; `apply` starts it and loads the page anew. */
  | { readonly at: "update-waiting"; apply(): void }
  /** `self-signed`: the browser shows the page, but trusts its certificate for nothing more. */
  | {
      readonly at: "failed";
      readonly why: "self-signed" | "other";
      readonly reason: string;
    };

/** Registers the service worker and tells, each time it changes, where the app stands. */
export async function registerOffline(tell: (state: OfflineState) => void): Promise<void> {
  if (!("serviceWorker" in navigator)) {
    tell({ at: "unsupported" });
    return;
  }
  tell({ at: "installing" });
  const { serviceWorker } = navigator;
  let applied = false;
  const apply = (): void => {
    applied = true;
    void serviceWorker.getRegistration().then((registration) => {
      registration?.waiting?.postMessage({ kind: "activate-update" });
    });
  };
  // Only the tab where the person asked for it is loaded anew; others run on with their own files.
  serviceWorker.addEventListener("controllerchange", () => {
    if (applied) location.reload();
  });
  try {
    const registration = await serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
    watchForUpdates(registration, () => tell({ at: "update-waiting", apply }));
    await serviceWorker.ready;
    if (!registration.waiting) tell({ at: "ready" });
  } catch (error) {
    const untrusted = error instanceof DOMException && error.name === "SecurityError";
    const why = untrusted && location.protocol === "https:" ? "self-signed" : "other";
    tell({ at: "failed", why, reason: reasonOf(error) });
  }
}

/** Where nothing is in its way a version passes through waiting, too, but only for a moment. */
const passesMs = 200;

/** Tells whenever a version is stored and waits for the one that runs, also one of an earlier visit. */
function watchForUpdates(registration: ServiceWorkerRegistration, onWaiting: () => void): void {
  const tellIfWaiting = (worker: ServiceWorker | null): void => {
    // The first version of all waits for none, however long a busy device takes to start it.
    if (worker && registration.active && registration.waiting === worker) onWaiting();
  };
  const watch = (worker: ServiceWorker | null): void =>
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") setTimeout(() => tellIfWaiting(worker), passesMs);
    });
  registration.addEventListener("updatefound", () => watch(registration.installing));
  watch(registration.installing);
  tellIfWaiting(registration.waiting);
}

/**
 * Keeps an engine for offline use, once its session is ready. `addresses` are what the worker asked for,
 * as the ledger knows them: of an engine's runtime files only those are kept.
 * Resolves to whether they are kept.
 */
export async function keepEngine(engine: string, addresses: readonly string[]): Promise<boolean> {
  const answer = await askServiceWorker({ kind: "keep-engine", engine, addresses });
  return typeof answer === "object" && answer !== null && "kept" in answer && answer.kept === true;
}
