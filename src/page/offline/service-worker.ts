import type { ServiceWorkerMessage } from "#shared";

// A service worker that is busy or gone must not leave anyone waiting.
const answerLimitMs = 60_000;

/** Asks the active service worker and waits for its answer; undefined where there is none. */
export async function askServiceWorker(
  message: ServiceWorkerMessage,
  limitMs = answerLimitMs,
): Promise<unknown> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const worker = registration?.active;
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // An open port that listens is never let go.
      port1.close();
      resolve(undefined);
    }, limitMs);
    port1.addEventListener("message", ({ data }) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    });
    port1.start();
    worker.postMessage(message, [port2]);
  });
}
