import type { BrowserContext, Page } from "@playwright/test";
import type { PinnedFile } from "#shared";
import type { FileWriter, Store } from "#store";
import { test as base } from "./app.ts";
import { launch } from "./browser.ts";
import { bundleModule } from "./bundle.ts";

/** What became of a call: undefined when it went well, else its error as plain data. */
export type Failure = { readonly code?: string; readonly details?: unknown; readonly name: string };

declare global {
  interface Window {
    /** The writer that a story keeps between its steps. */
    writer: FileWriter;
    /** The door of the store. */
    readonly Store: typeof import("#store");
    /** The store that the tab opened. */
    store: Store;
    /** Every connection that was opened in this tab, the newest last. */
    readonly connections: readonly IDBDatabase[];
    failureOf(call: Promise<unknown>): Promise<Failure | undefined>;
    /** Bytes `[start, end)` of a made-up endless file in which no two neighbouring chunks are alike. */
    bytesOf(start: number, end: number): Uint8Array;
    /** All that `read` yields, joined. */
    readAll(sha256: string, start?: number, end?: number): Promise<number[]>;
    /** Opens the database past the store, at its own version or another. */
    openRaw(version?: number): Promise<IDBDatabase>;
  }
}

/** A made-up file; the store itself computes no hash. */
export const file: PinnedFile = { name: "weights.bin", bytes: 1000, sha256: "a".repeat(64) };

function prepareTab(): void {
  const connections: IDBDatabase[] = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  };
  Object.assign(window, {
    connections,
    failureOf: (call: Promise<unknown>) =>
      call.then(
        () => undefined,
        ({ code, details, name }: Failure) => ({ code, details, name }),
      ),
    bytesOf: (start: number, end: number) =>
      Uint8Array.from({ length: end - start }, (_, index) => ((start + index) * 31) % 251),
    async readAll(sha256: string, start?: number, end?: number) {
      const bytes: number[] = [];
      for await (const part of window.store.models.read(sha256, start, end)) {
        for (const byte of part) bytes.push(byte);
      }
      return bytes;
    },
    openRaw: (version?: number) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("localens", version);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      }),
  });
}

/** How a tab for the store is opened. */
export interface TabOptions {
  /** Runs before the store's code: takes capabilities away. */
  readonly before?: () => void;
  /** Runs the code of a later release, whose database has the next version. */
  readonly later?: boolean;
  /** False leaves `window.store` for the story to open. */
  readonly opened?: boolean;
}

/** What stories of the store are given. */
export interface StoreFixtures {
  /** One browser with storage. */
  readonly browserWithStorage: BrowserContext;
  /** Opens a tab of one origin with nothing on it but the store. */
  readonly tab: (options?: TabOptions) => Promise<Page>;
}

/** Playwright's test with tabs that hold the store on an empty page. */
export const test = base.extend<StoreFixtures, { readonly storeCode: string }>({
  // An empty page needs no policy, and its scripts are put in by the story.
  serverOptions: { headers: {} },
  storeCode: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs off this pattern
    async ({}, use) => use(await bundleModule("src/store/index.ts", "Store")),
    { scope: "worker" },
  ],
  browserWithStorage: async ({ profile }, use) => {
    const context = await launch(profile);
    await use(context);
    await context.close();
  },
  tab: async ({ server, browserWithStorage, storeCode }, use) => {
    server.fault = (request, response) => {
      if (request.url !== "/empty") return false;
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end("<!doctype html><title>x</title>");
      return true;
    };
    await use(async ({ before, later = false, opened = true } = {}) => {
      const page = await browserWithStorage.newPage();
      await page.goto(`${server.url}/empty`);
      await page.evaluate(prepareTab);
      if (before) await page.evaluate(before);
      await page.addScriptTag({ content: later ? laterRelease(storeCode) : storeCode });
      if (opened) {
        await page.evaluate(async () => {
          window.store = await window.Store.openStore();
        });
      }
      return page;
    });
  },
});

function laterRelease(code: string): string {
  const next = code.replace(/databaseVersion = 3\b|(?<=openDB\(name, )3\b/, (text) =>
    text.replace("3", "4"),
  );
  if (next === code) throw new Error("the bundle names its database version in another way");
  return next;
}
