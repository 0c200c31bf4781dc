import { fileURLToPath } from "node:url";
import type { BrowserContext, Worker } from "@playwright/test";
import { build, defaultClientConditions } from "vite";
import { compiledAssembly } from "#compiled-assembly";
import { serve } from "#serve";
import { securityHeaders } from "#shared";
import type { Trials } from "../worker/trial.ts";

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
  /** The folder of the built app. */
  readonly root: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Files at paths of their own, e.g. pictures. */
  readonly files?: Readonly<Record<string, Buffer>>;
}

let bundle: Promise<ReadonlyMap<string, string>> | undefined;

/** The trial's worker, its chunks, and the workers that it opens itself, by path, made as the app's own worker is. */
function trialBundle(): Promise<ReadonlyMap<string, string>> {
  bundle ??= build({
    configFile: false,
    logLevel: "error",
    plugins: [compiledAssembly()],
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
      only.output.map((file) =>
        file.type === "chunk"
          ? [`/trial/${file.fileName}`, file.code]
          : [`/${file.fileName}`, String(file.source)],
      ),
    );
  });
  return bundle;
}

/** Serves the built app with the trial beside it, and opens it in a page of its own. */
export async function startTrial(
  context: BrowserContext,
  { root, headers = securityHeaders, files = {} }: TrialOptions,
): Promise<TrialPage & { close(): Promise<void> }> {
  const code = await trialBundle();
  const asked: string[] = [];
  const { url, close } = await serve({
    root,
    port: 0,
    headers,
    before: (request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const script = code.get(path);
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
