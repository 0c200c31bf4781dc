import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";

/** Flags that keep Chromium quiet on machines without a display, a sandbox or a network. */
const quiet = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** The Chromium that the test command found. */
export function executablePath(): string {
  return process.env.CHROMIUM ?? "/usr/bin/chromium";
}

/** Flags for a fake camera that plays a motion JPEG file, its permission granted without asking. */
export function cameraFlags(clipPath: string): string[] {
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${clipPath}`,
  ];
}

/** A folder for one browser profile; it survives closing the browser, for stories of a second visit. */
export interface Profile {
  readonly folder: string;
  remove(): void;
}

/** Makes a fresh profile folder. */
export function freshProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), "localens-profile-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** How a browser is opened; the defaults are a laptop in the dark scheme. */
export interface LaunchOptions {
  readonly flags?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "dark" | "light";
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** Opens Chromium on a profile; storage and service workers are real and stay in it. */
export function launch(profile: Profile, options: LaunchOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile.folder, {
    executablePath: executablePath(),
    args: [...quiet, ...(options.flags ?? [])],
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? "dark",
    reducedMotion: options.reducedMotion ?? "reduce",
    acceptDownloads: true,
  });
}

/** An empty page outside the app, for making test material. */
export async function launchBare(): Promise<{ page: Page; close(): Promise<void> }> {
  const browser = await chromium.launch({ executablePath: executablePath(), args: quiet });
  return { page: await browser.newPage(), close: () => browser.close() };
}
