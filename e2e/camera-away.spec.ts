import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { CDPSession, Page } from "@playwright/test";
import { expect, readReport, reportWhere, test } from "./support/app.ts";
import type { Profile } from "./support/browser.ts";
import { cameraRequests, countCameraRequests } from "./support/camera-requests.ts";
import { sampleClip } from "./support/clip.ts";

/** Longer than any silence of a worker is borne. */
const sleptMs = 12_000;

/** Waits for some more frames than were there. */
async function runs(page: Page, what: string): Promise<void> {
  const { frames } = await reportWhere(page, what, ({ people }) => people > 0);
  await reportWhere(page, what, (now) => now.frames.processed > frames.processed + 5);
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
}

/** A camera whose permission is what the devices' settings say, instead of always granted. */
async function allow(devtools: CDPSession, page: Page, setting: "granted" | "denied") {
  const { origin } = new URL(page.url());
  await devtools.send("Browser.setPermission", {
    permission: { name: "camera" },
    setting,
    origin,
  });
}

test("a permission that is withdrawn ends the camera, and one that is given back brings it back", async ({
  open,
}) => {
  const { page, context } = await open({
    flags: [
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${await sampleClip("pose")}`,
    ],
    before: countCameraRequests,
    query: "task=pose&source=camera",
  });
  const devtools = await context.newCDPSession(page);
  await allow(devtools, page, "granted");
  await page.getByTestId("start").click();
  await runs(page, "people on camera");
  const asked = await cameraRequests(page);

  await allow(devtools, page, "denied");
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "camera-refused");
  // Whoever took it away is not asked for it again and again.
  await page.waitForTimeout(3_000);
  expect(await cameraRequests(page)).toBeLessThanOrEqual(asked + 1);

  await allow(devtools, page, "granted");
  await runs(page, "people on camera again");
});

/** The command line of a process, in words; none once it has ended. */
function commandLine(id: string): readonly string[] {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** The processes of the browser on a profile, as one that can be signalled. */
function processGroup({ folder }: Profile): number {
  const own = `--user-data-dir=${folder}`;
  const leader = readdirSync("/proc").find((id) => {
    const words = commandLine(id);
    // The browser leads the group; its children have a type.
    return words.includes(own) && !words.some((word) => word.startsWith("--type="));
  });
  if (!leader) throw new Error(`no browser runs on ${folder}`);
  return -Number(leader);
}

/** Notes the longest time for which no timer of the page came. */
function watchTimers(): void {
  let tickedMs = Date.now();
  const own = Object.assign(window, { longestGapMs: 0 });
  setInterval(() => {
    own.longestGapMs = Math.max(own.longestGapMs, Date.now() - tickedMs);
    tickedMs = Date.now();
  }, 100);
}

test("after a sleep of the device the camera and the worker go on", async ({ open, profile }) => {
  test.skip(!existsSync("/proc"), "processes are found by /proc");
  const { page } = await open({
    clip: await sampleClip("pose"),
    before: countCameraRequests,
    query: "task=pose&source=camera&start",
  });
  await runs(page, "people on camera");
  await page.evaluate(watchTimers);
  const browser = processGroup(profile);
  process.kill(browser, "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, sleptMs));
  process.kill(browser, "SIGCONT");
  await runs(page, "people on camera after a sleep");
  const gapMs = await page.evaluate(
    () => (window as unknown as { longestGapMs: number }).longestGapMs,
  );
  expect(gapMs, "the page did sleep").toBeGreaterThan(sleptMs - 1_000);
  // Silence while the page slept is no hang, and a camera that still runs is not opened anew.
  expect(await readReport(page)).toMatchObject({ recoveries: [], refused: [] });
  expect(await cameraRequests(page)).toBe(1);
});
