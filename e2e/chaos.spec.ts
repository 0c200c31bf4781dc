import { loadavg } from "node:os";
import type { Page } from "@playwright/test";
import { expect, type Report, readReport, reportWhere, test } from "./support/app.ts";
import { cameraRequests, countCameraRequests } from "./support/camera-requests.ts";
import { sampleClip } from "./support/clip.ts";

/** The report, as far as it tells of recoveries and memory. */
interface ChaosReport extends Report {
  readonly recoveries: readonly {
    readonly kind: string;
    readonly detectedMs: number;
    readonly recoveredMs: number | null;
  }[];
  readonly memory: {
    readonly jsHeapBytes: number | null;
    readonly wasmBytes: number;
    readonly gpuBuffers: number;
    readonly openFrames: number;
  };
}

async function chaosReport(page: Page): Promise<ChaosReport> {
  return (await readReport(page)) as ChaosReport;
}

/** Breaks one thing by its button, and waits until the app works again. */
async function breakAndRecover(page: Page, kind: string): Promise<ChaosReport> {
  // By then the app knows how regularly this worker is heard, where that matters.
  const least = kind === "worker-hang" ? 25 : 4;
  await reportWhere(page, `frames before ${kind}`, ({ frames }) => frames.processed > least);
  const { recoveries } = await chaosReport(page);
  const button = page.getByTestId(`chaos-${kind}`);
  await expect(button, kind).toBeEnabled();
  await button.click();
  // A machine that starves the browser may lose a worker by itself, too.
  const recoveryOf = (report: Report) =>
    (report as ChaosReport).recoveries
      .slice(recoveries.length)
      .findLast((one) => one.kind === kind && one.recoveredMs !== null);
  const after = (await reportWhere(
    page,
    `recovery from ${kind}`,
    (report) => recoveryOf(report) !== undefined,
  )) as ChaosReport;
  const { detectedMs = -1, recoveredMs } = recoveryOf(after) ?? {};
  const times = [detectedMs, recoveredMs ?? -1].map(Math.round);
  const loaded = loadavg()[0]?.toFixed(1);
  test
    .info()
    .annotations.push({ type: kind, description: `${times.join(" ")} ms, load ${loaded}` });
  expect(detectedMs, kind).toBeGreaterThanOrEqual(0);
  expect(recoveredMs, kind).toBeGreaterThanOrEqual(detectedMs);
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
  return after;
}

/** The model files that are stored whole. */
function stored({ store }: Report): readonly string[] {
  return store.filter(({ complete }) => complete).map(({ sha256 }) => sha256);
}

/** Waits until all that was stored is; the report is a moment old. */
async function keeps(page: Page, before: Report): Promise<void> {
  await reportWhere(page, "what was stored", (report) => {
    const now = stored(report);
    return stored(before).every((sha256) => now.includes(sha256));
  });
}

/** So many losses in a minute are one too many. */
const mostLosses = 3;
/** These cost the worker nothing, or only its load. */
const healed = ["quota-full", "network-cut", "store-corrupt"];
const camera = ["camera-end", "camera-mute"];
/** These cost the worker. */
const deadly = ["worker-crash", "worker-hang", "worker-oom", "engine-abort", "memory-growth"];

test("whatever is broken on purpose, the app goes on: same session, camera, and files", async ({
  open,
}) => {
  // Ten starts of an engine: half a minute on a quiet machine.
  test.setTimeout(600_000);
  const { page } = await open({
    clip: await sampleClip(),
    query: "task=detect&source=camera&start",
    before: countCameraRequests,
  });
  const found = ({ result }: Report): boolean => Boolean(result?.detections.length);
  const before = (await reportWhere(
    page,
    "things on camera, from the engine that stays",
    (report) => found(report) && stored(report).length > 0 && report.engine === "litert",
  )) as ChaosReport;
  expect(before.recoveries).toEqual([]);
  expect(before.memory.wasmBytes).toBeGreaterThan(0);
  expect(before.memory.openFrames).toBeLessThanOrEqual(3);
  const requests = await cameraRequests(page);
  const { engine, backend } = before;

  await expect(page.getByTestId("chaos-device-lost")).toBeDisabled();
  for (const kind of [...healed, ...deadly]) {
    const after = await breakAndRecover(page, kind);
    expect(after, kind).toMatchObject({ engine, backend, refused: [] });
    await reportWhere(page, `things after ${kind}`, found);
    await keeps(page, before);
    // A person who tries everything in a minute is not one whose device fails every few seconds.
    await page.getByTestId("chaos-forget").click();
  }
  expect(await cameraRequests(page)).toBe(requests);
  for (const kind of camera) {
    await breakAndRecover(page, kind);
    await reportWhere(page, `things after ${kind}`, found);
  }
  // One that ended is opened once more, and one that fell silent at most.
  const reopened = await cameraRequests(page);
  expect(reopened - requests).toBeGreaterThanOrEqual(1);
  expect(reopened - requests).toBeLessThanOrEqual(camera.length);

  // What fails again and again is not used any more, and the app says so.
  await page.getByTestId("chaos-forget").click();
  for (let times = 1; times < mostLosses; times += 1) {
    expect((await breakAndRecover(page, "engine-abort")).refused).toEqual([]);
  }
  await expect(page.getByTestId("setback")).toHaveCount(0);
  const steppedDown = await breakAndRecover(page, "engine-abort");
  expect(steppedDown.refused).toContainEqual(expect.objectContaining({ engine, backend }));
  expect([steppedDown.engine, steppedDown.backend]).not.toEqual([engine, backend]);
  await expect(page.getByTestId("setback")).toBeVisible();
  await page.getByTestId("chaos-forget").click();
  await reportWhere(page, "the first engine again", (now) => now.engine === engine && found(now));
  await expect(page.getByTestId("setback")).toHaveCount(0);

  const changed = await breakAndRecover(page, "wrong-backend");
  expect(changed.refused).toContainEqual(expect.objectContaining({ engine, backend }));
  expect([changed.engine, changed.backend]).not.toEqual([engine, backend]);
  await expect(page.getByTestId("setback")).toBeVisible();
  await reportWhere(page, "things, from another engine", found);
  await keeps(page, before);
  expect(await cameraRequests(page)).toBe(reopened);
});

/** The mark of a start that has not ended, as it is stored. */
async function readMark(): Promise<unknown> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === "localens")) return undefined;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("localens");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction("settings").objectStore("settings").get("starting");
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result);
      };
    };
  });
}

test("a start that the page dies of is tried last the next time, and the app says so", async ({
  open,
  server,
}) => {
  // The engine's files never arrive: the page dies in the middle of the start.
  server.fault = (request) => Boolean(request.url?.includes("/engines/"));
  const { page, context } = await open({ query: "task=detect&source=sample&start" });
  await expect.poll(() => page.evaluate(readMark)).toMatchObject({ backend: "wasm" });
  const { engine } = (await page.evaluate(readMark)) as { engine: string };
  const crashed = page.waitForEvent("crash");
  const devtools = await context.newCDPSession(page);
  devtools.send("Page.crash").catch(() => undefined);
  await crashed;

  server.fault = undefined;
  const next = await context.newPage();
  await next.goto(`${server.url}/?task=detect&source=sample&start&debug&tune=off`);
  const report = await reportWhere(next, "things, from another engine", ({ result }) =>
    Boolean(result?.detections.length),
  );
  expect(report.engine).not.toBe(engine);
  await expect(next.getByTestId("setback")).toBeVisible();
  await expect.poll(() => next.evaluate(readMark)).toBeNull();
});
