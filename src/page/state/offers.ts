import type { AppStore } from "./app-state.ts";
import type { Settings } from "./settings.ts";

/** Chromium's install event, which the DOM types lack. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Offers that appear once, after the first result: installing, and keeping what is stored. */
export interface Offers {
  afterFirstResult(): void;
  closeInstall(): void;
}

/** Listens for the browser's install offer and holds it back until there is something to like. */
export function createOffers(store: AppStore, settings: Settings): Offers {
  let prompt: InstallPromptEvent | null = null;
  let hadResult = false;
  let closed = settings.flag("installClosed");

  const show = async (): Promise<void> => {
    if (!hadResult || (await closed)) return;
    const waiting = prompt;
    if (waiting) {
      const install = (): void => {
        store.setState({ install: { at: "none" } });
        void waiting.prompt();
      };
      store.setState({ install: { at: "offer", prompt: install } });
    } else if ((navigator as Navigator & { readonly standalone?: boolean }).standalone === false) {
      store.setState({ install: { at: "coach" } });
    } else return;
    // Once: whoever did not answer is not asked again at the next visit.
    settings.write("installClosed", true);
  };
  globalThis.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event as InstallPromptEvent;
    void show();
  });
  globalThis.addEventListener("appinstalled", () => store.setState({ install: { at: "none" } }));

  return {
    afterFirstResult() {
      if (hadResult) return;
      hadResult = true;
      void show();
    },
    closeInstall() {
      store.setState({ install: { at: "none" } });
      closed = Promise.resolve(true);
      settings.write("installClosed", true);
    },
  };
}

/** Asks the browser to keep what is stored; most answer without showing anything. */
export async function askToPersist(): Promise<void> {
  if (await navigator.storage?.persisted?.().catch(() => true)) return;
  await navigator.storage?.persist?.().catch(() => false);
}
