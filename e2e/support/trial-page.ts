import { fileURLToPath } from "node:url";
import type { BrowserContext, Worker } from "@playwright/test";
import { build, defaultClientConditions } from "vite";
import { serve } from "#serve";
import { securityHeaders } from "#shared";
import type { Trials } from "../worker/trial.ts";
import { test as appTest } from "./app.ts";
import { launch } from "./browser.ts";

/** WebGPU without a GPU: Chromium's software Vulkan. With ANGLE on it too, video frames can be imported. */
export const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-vulkan=swiftshader",
  "--use-angle=swiftshader",
  "--ignore-gpu-blocklist",
];

const isolating = ["Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"];

/** The headers of a host that seals the app and does not isolate it: one thread, no shared memory. */
export const plainHeaders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(securityHeaders).filter(([name]) => !isolating.includes(name)),
);

/** The worker's parts in a module worker under the production headers, beside the built app. */
export interface TrialPage {
  /** Asks for one of the trials. */
  ask<Name extends keyof Trials>(
    name: Name,
    given: Parameters<Trials[Name]>[0],
  ): Promise<Awaited<ReturnType<Trials[Name]>>>;
  readonly worker: Worker;
  readonly isolated: boolean;
  /** The paths asked for, in order. */
  readonly asked: readonly string[];
}

/** How a trial's page is opened. */
export interface TrialOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Files at paths of their own, e.g. pictures. */
  readonly files?: Readonly<Record<string, Buffer>>;
}

/** What stories of the engines are given. */
export interface TrialFixtures {
  /** Flags of the one browser in which a story's trials run. */
  readonly browserFlags: readonly string[];
  readonly openTrial: (options?: TrialOptions) => Promise<TrialPage>;
}

let bundle: Promise<ReadonlyMap<string, string>> | undefined;

/** The trial's worker and its chunks, by file name, made as the app's own worker is. */
function trialBundle(): Promise<ReadonlyMap<string, string>> {
  bundle ??= build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
    build: {
      write: false,
      target: "es2022",
      lib: {
        entry: fileURLToPath(new URL("../worker/trial.ts", import.meta.url)),
        formats: ["es"],
        fileName: () => "trial.js",
      },
    },
  }).then((output) => {
    const [only] = Array.isArray(output) ? output : [output];
    if (!only || !("output" in only)) throw new Error("the trial did not bundle");
    return new Map(
      only.output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file.code]] : [])),
    );
  });
  return bundle;
}

async function startTrial(
  context: BrowserContext,
  { headers = securityHeaders, files = {} }: TrialOptions,
): Promise<TrialPage & { close(): Promise<void> }> {
  const code = await trialBundle();
  const asked: string[] = [];
  const { url, close } = await serve({
    root: process.env.LOCALENS_DIST ?? "dist",
    port: 0,
    headers,
    before: (request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const script = path.startsWith("/trial/") ? code.get(path.slice(7)) : undefined;
      const body = path === "/trial/" ? "<!doctype html>" : (script ?? files[path]);
      if (body === undefined) return false;
      if (path === "/trial/") response.setHeader("Content-Type", "text/html");
      if (script !== undefined) response.setHeader("Content-Type", "text/javascript");
      response.end(body);
      return true;
    },
  });
  const page = await context.newPage();
  await page.goto(`${url}/trial/`);
  const opened = page.waitForEvent("worker");
  await page.evaluate(() => {
    Object.assign(window, { trial: new Worker("/trial/trial.js", { type: "module" }) });
  });
  const worker = await opened;
  // Until the module has run there is nothing to ask.
  while (!(await worker.evaluate(() => "trials" in globalThis)));
  return {
    ask: (name, given) =>
      worker.evaluate(
        ([name, given]) => {
          const { trials } = globalThis as unknown as {
            trials: Record<string, (given: unknown) => Promise<never>>;
          };
          return trials[name]?.(given) as Promise<never>;
        },
        [name, given] as const,
      ),
    worker,
    isolated: await worker.evaluate(() => globalThis.crossOriginIsolated),
    asked,
    close,
  };
}

/** The stories' test, with pages that try the engines. */
export const test = appTest.extend<TrialFixtures>({
  browserFlags: [[], { option: true }],
  openTrial: async ({ profile, browserFlags }, use) => {
    const context = await launch(profile, { flags: browserFlags });
    const opened: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const trial = await startTrial(context, options);
      opened.push(trial);
      return trial;
    });
    await context.close();
    for (const { close } of opened) await close();
  },
});
