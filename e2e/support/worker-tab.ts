import type { Page } from "@playwright/test";
import type { Calls, Client, SetOptions, VideoFrameResult, VideoProgress } from "#protocol";
import { type OptionsOf, tasks } from "#tasks";
import type { OpenOptions } from "./app.ts";
import { test as base } from "./app.ts";
import { bundleModule } from "./bundle.ts";

declare global {
  interface Window {
    /** The door of the protocol. */
    readonly Protocol: typeof import("#protocol");
    /** The production worker, as the page speaks with it. */
    readonly call: Client<Calls>["call"];
    /** A call that tells how far it is: all it told, and its answer or its error's code and details. */
    told<Name extends "runVideo" | "exportVideo">(
      name: Name,
      params: Omit<Calls[Name][0], "updates">,
      stopAfterFrames?: number,
    ): Promise<Told<Calls[Name][1]>>;
    /** The defaults, as they cross. */
    readonly detectOptions: SetOptions;
    readonly facesOptions: OptionsOf<"faces">;
    /** The file that the story put in. */
    file: File;
    fileOf(base64: string, name: string): File;
    base64Of(blob: Blob): Promise<string>;
  }
}

/** What became of a call that tells how far it is. */
export interface Told<Answer> {
  readonly answer?: Answer;
  readonly error?: { readonly name: string; readonly code?: string; readonly details?: unknown };
  readonly results: readonly VideoFrameResult[];
  readonly progress: readonly VideoProgress[];
  /** Updates that said they were the last. */
  readonly lasts: number;
}

/** Puts the worker's client into an open page of the app's origin. */
async function openWorker(page: Page, workerUrl: string): Promise<void> {
  const optionsOf = (id: string) => tasks.find((task) => task.id === id)?.options;
  const code = await bundleModule("src/protocol/index.ts", "Protocol");
  // Evaluated, not injected as a <script>: the policy of the page forbids that.
  await page.evaluate(`${code};Object.assign(window, { Protocol });`);
  const detectOptions = { task: "detect", options: optionsOf("detect") };
  await page.evaluate((options) => Object.assign(window, options), {
    ...{ detectOptions, facesOptions: optionsOf("faces") },
  });
  await page.evaluate((url) => {
    const worker = new Worker(url, { type: "module" });
    const { call } = window.Protocol.createClient<Calls, Record<string, never>>(worker, {});
    Object.assign(window, {
      call,
      fileOf(base64: string, name: string) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        return new File([bytes], name);
      },
      async base64Of(blob: Blob) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text);
      },
      async told(name: "runVideo", params: object, stopAfterFrames = Number.POSITIVE_INFINITY) {
        const { port1, port2 } = new MessageChannel();
        const controller = new AbortController();
        const results: unknown[] = [];
        const progress: VideoProgress[] = [];
        let lasts = 0;
        const ended = new Promise<void>((resolve) => {
          port1.onmessage = ({ data }) => {
            results.push(...data.results);
            progress.push(data.progress);
            if (data.progress.framesDone >= stopAfterFrames) controller.abort();
            if (!data.last) return;
            lasts += 1;
            resolve();
          };
        });
        const outcome = await call(name, { ...params, updates: port2 } as never, {
          transfer: [port2],
          signal: controller.signal,
        }).then(
          (answer) => ({ answer }),
          ({ name, code, details }) => ({ error: { name, code, details } }),
        );
        await ended;
        return { ...outcome, results, progress, lasts };
      },
    });
  }, workerUrl);
}

/** What stories of the worker are given. */
export interface WorkerFixtures {
  /** Opens the app, idle, and beside it a worker of the production build that the story speaks with. */
  readonly workerTab: (options?: OpenOptions) => Promise<Page>;
}

/** Playwright's test with a worker at hand. */
export const test = base.extend<WorkerFixtures>({
  workerTab: async ({ open, server }, use) => {
    await use(async (options = {}) => {
      // The app's own worker starts with it; its address is the production worker's.
      const { page } = await open({ query: "task=detect&source=sample&start", ...options });
      const started = page.workers().find((worker) => /entry/.test(worker.url()));
      const { url } = started
        ? { url: started.url() }
        : {
            url: (await page.waitForEvent("worker", (worker) => /entry/.test(worker.url()))).url(),
          };
      await page.goto(`${server.url}/`);
      await openWorker(page, url);
      return page;
    });
  },
});

/** Puts a file into the tab, as `window.file`. */
export async function putFile(page: Page, bytes: Buffer, name: string): Promise<void> {
  await page.evaluate(
    ([base64, name]) => {
      window.file = window.fileOf(base64, name);
    },
    [bytes.toString("base64"), name] as const,
  );
}
