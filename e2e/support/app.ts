import type { IncomingMessage, ServerResponse } from "node:http";
import type { BrowserContext, Page } from "@playwright/test";
import { test as base, expect } from "@playwright/test";
import { type Served, type ServeOptions, serve } from "#serve";
import { cameraFlags, freshProfile, type LaunchOptions, launch, type Profile } from "./browser.ts";

export { expect };

/** The folder of the built app that stories run. */
export const builtApp = process.env.LOCALENS_DIST ?? "dist";

/** The report of `?debug`, as far as stories read it. */
export interface Report {
  readonly task: string;
  readonly model: string | null;
  readonly engine: string | null;
  readonly backend: string | null;
  readonly threads: number;
  readonly isolated: boolean;
  readonly frames: { captured: number; processed: number; dropped: number; open: number };
  readonly result: { detections: Found[]; frame: { width: number; height: number } } | null;
  /** How many faces, hands, people or lines the result has; 0 for other tasks. */
  readonly faces: number;
  readonly hands: number;
  readonly people: number;
  readonly lines: number;
  /** The part of the frame that people cover; 0 for other tasks. */
  readonly coverage: number;
  readonly results: readonly { file: string; result: { detections: Found[] } }[];
  readonly queue: QueueReport;
  readonly refused: readonly { engine: string; backend: string; reason: string }[];
  readonly store: readonly { sha256: string; bytes: number; complete: boolean }[];
  readonly network: { requests: number; bytesIn: number; foreignRequests: number };
  readonly stages: Record<string, { p50Ms: number; p95Ms: number }>;
  readonly guards: Record<string, unknown>;
  readonly swap: { firstEngine: string; winner: string; atFrame: number } | null;
}

/** The queue of files, as the report tells of it. */
export interface QueueReport {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Waiting or running. */
  readonly left: number;
  readonly items: readonly {
    readonly file: string;
    readonly kind: "picture" | "video";
    readonly at: "waiting" | "running" | "done" | "failed";
    readonly task?: string;
    readonly size: { width: number; height: number } | null;
    readonly thumbnailBytes: number;
    readonly notes?: readonly object[];
    readonly error?: { code: string; details: { fault?: string; is?: string } };
  }[];
}

/** One detection of the report. */
export interface Found {
  readonly label: string;
  readonly score: number;
  readonly box: readonly [number, number, number, number];
  readonly trackId?: number;
}

/** How a story opens the app. */
export interface OpenOptions extends LaunchOptions {
  /** Flags of the address, e.g. `task=detect&source=camera&start`; `debug` is always added. */
  readonly query?: string;
  /** Motion JPEG that the fake camera plays. */
  readonly clip?: string;
  /** Lets the app measure by itself what is fastest, after a while: other stories want the device for theirs. */
  readonly tunes?: boolean;
  /** Lets the app slow down by itself: beside other stories every device looks hot. */
  readonly governed?: boolean;
  /** Runs in the page and before anything of the app: takes capabilities away. */
  readonly before?: (() => void) | string;
}

function addBefore(context: BrowserContext, before: (() => void) | string): Promise<unknown> {
  return typeof before === "string"
    ? context.addInitScript({ content: before })
    : context.addInitScript(before);
}

/** The app in one browser. */
export interface App {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

/** The production server of one story, which counts and can be broken. */
export interface StoryServer extends Served {
  /** The paths asked for, in order. */
  readonly asked: string[];
  /** Answers in the server's place and says so by true. */
  fault:
    | ((request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>)
    | undefined;
}

/** What every story is given. */
export interface StoryFixtures {
  /** The production server on a port of its own. */
  readonly server: StoryServer;
  readonly serverOptions: Partial<ServeOptions>;
  readonly profile: Profile;
  /** Opens the app; browsers still open at the end are closed. */
  readonly open: (options?: OpenOptions) => Promise<App>;
}

/** Playwright's test with a server, a fresh profile and the app. */
export const test = base.extend<StoryFixtures>({
  serverOptions: [{}, { option: true }],
  server: async ({ serverOptions }, use) => {
    const asked: string[] = [];
    const served = await serve({
      root: builtApp,
      port: 0,
      before: (request, response) => {
        asked.push(request.url ?? "");
        return server.fault?.(request, response) ?? false;
      },
      ...serverOptions,
    });
    const server: StoryServer = { ...served, asked, fault: undefined };
    await use(server);
    await server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs off this pattern
  profile: async ({}, use) => {
    const profile = freshProfile();
    await use(profile);
    profile.remove();
  },
  open: async ({ server, profile }, use) => {
    const opened: App[] = [];
    await use(async (options = {}) => {
      const flags = [...(options.flags ?? []), ...(options.clip ? cameraFlags(options.clip) : [])];
      const context = await launch(profile, { ...options, flags });
      if (options.before) await addBefore(context, options.before);
      const page = context.pages()[0] ?? (await context.newPage());
      const asked = [
        options.query,
        options.tunes ? undefined : "tune=off",
        options.governed ? undefined : "governor=off",
        "debug",
      ];
      const query = asked.filter((flag) => flag !== undefined).join("&");
      const app = { context, page, close: () => context.close() };
      opened.push(app);
      await page.goto(`${server.url}/?${query}`);
      return app;
    });
    await Promise.all(opened.map((app) => app.close().catch(() => undefined)));
  },
});

/** Reads the report once. */
export async function readReport(page: Page): Promise<Report> {
  const report = JSON.parse((await page.getByTestId("report").textContent()) ?? "") as Report;
  const result = (report.result ?? {}) as Record<string, readonly unknown[] | undefined>;
  const count = (of: string): number => result[of]?.length ?? 0;
  const { coverage = 0 } = ((report.result ?? {}) as { mask?: { coverage: number } }).mask ?? {};
  const counts = {
    faces: count("faces"),
    hands: count("hands"),
    people: count("people"),
    lines: count("lines"),
  };
  return { ...report, ...counts, coverage };
}

/** Waits until the report satisfies a condition, and returns it. */
export async function reportWhere(
  page: Page,
  what: string,
  holds: (report: Report) => boolean,
  timeoutMs = 90_000,
): Promise<Report> {
  let last: Report | undefined;
  await expect
    .poll(
      async () => {
        last = await readReport(page).catch(() => last);
        return last !== undefined && holds(last);
      },
      { message: what, timeout: timeoutMs },
    )
    .toBe(true);
  return last as unknown as Report;
}
