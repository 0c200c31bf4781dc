import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { run } from "./run.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}

/** A Chromium that is already on this machine: named by `CHROMIUM`, Playwright's own, or the system's. */
function present(): string | undefined {
  return (
    [process.env.CHROMIUM, chromium.executablePath()].find(
      (path) => path !== undefined && existsSync(path),
    ) ?? onPath()
  );
}

/**
 * Finds Chromium for the browser tests, installing it where that can be done: Playwright's download,
 * else Debian's package.
 * @throws Error that says what to do by hand
 */
export async function findChromium(): Promise<string> {
  const found = present();
  if (found !== undefined) return found;
  console.log("No Chromium here yet: trying Playwright's download.");
  await run("timeout", ["240", "playwright", "install", "chromium"]);
  const downloaded = present();
  if (downloaded !== undefined) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("That did not work: trying Debian's package.");
    await run("apt-get", ["update", "-qq"]);
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  }
  const installed = present();
  if (installed !== undefined) return installed;
  throw new Error(
    "The browser tests need Chromium 120 or newer, and it could be neither found nor installed. " +
      "Install it (Debian: sudo apt-get install chromium) or name one: CHROMIUM=/path/to/chromium npm test",
  );
}
