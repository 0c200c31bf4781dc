import type { SessionReport } from "#protocol";
import { type GuardFacts, tryGuards } from "../offline/guards.ts";
import { openPageLedger } from "../offline/ledger.ts";
import { keepEngine, registerOffline } from "../offline/register.ts";
import { afterStart } from "./after-start.ts";
import type { AppStore } from "./app-state.ts";

/** Working offline and the proof of being sealed, as the page shows them. */
export interface Offline {
  /** A session is ready: keeps its engine, so that one visit is enough. */
  keep(session: SessionReport): Promise<void>;
  /** Keeps the files that an engine used, by their addresses. */
  keepFiles(engine: string, addresses: readonly string[]): Promise<void>;
  /** Reads the ledger into the state. */
  refresh(): Promise<void>;
}

/** The addresses that a worker asked for are told a moment after it asked. */
const addressWaitMs = 500;
const addressWaits = 20;

/** Registers the service worker, opens the ledger and tries the guards. Call it first of all. */
export function connectOffline(store: AppStore): Offline {
  const ledger = openPageLedger();
  let shellReady: (isReady: boolean) => void = () => {};
  const shell = new Promise<boolean>((resolve) => {
    shellReady = resolve;
  });
  // Where an earlier visit stored the app, this one only looks for a newer one.
  const isStored = Boolean(navigator.serviceWorker?.controller);
  const register = (): Promise<void> =>
    registerOffline((state) => {
      if (state.at === "ready") shellReady(true);
      else if (state.at === "unsupported" || state.at === "failed") shellReady(false);
      else if (state.at === "update-waiting") {
        shellReady(true);
        store.setState({ update: { at: "ready", restart: state.apply } });
      }
      store.setState({ offline: state });
    });
  void (isStored ? afterStart(store).then(register) : register());
  void afterStart(store)
    .then(tryGuards)
    .then((guards: GuardFacts) => store.setState({ guards }));

  const engineAddresses = async (engine: string): Promise<readonly string[]> => {
    for (let waits = 0; waits < addressWaits; waits += 1) {
      const addresses = ledger.workerAddresses();
      if (addresses.some((address) => address.includes(`/engines/${engine}/`))) return addresses;
      await new Promise((resolve) => setTimeout(resolve, addressWaitMs));
    }
    return ledger.workerAddresses();
  };

  return {
    async keep({ engine, kept }) {
      if (!(await shell)) return;
      const keptEngine = await keepEngine(engine, await engineAddresses(engine));
      if (keptEngine && kept) store.setState({ offlineReady: true });
    },
    async keepFiles(engine, addresses) {
      if (await shell) await keepEngine(engine, addresses);
    },
    async refresh() {
      store.setState({ network: await ledger.read() });
    },
  };
}
