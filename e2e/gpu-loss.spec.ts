import { readFileSync } from "node:fs";
import type { Page, Worker } from "@playwright/test";
import { builtApp, expect, type Report, readReport, reportWhere, test } from "./support/app.ts";
import { sampleClip } from "./support/clip.ts";
import { softwareGpu } from "./support/trial-page.ts";
import { type Marked, watchTransfers } from "./support/watch-transfers.ts";

/** The script of the worker that runs the models. */
const entry = /\/assets\/entry-[^/]+\.js$/;

/** The report once so many frames came out of the worker at hand, and one more. */
function framesBeyond(page: Page, processed: number): Promise<Report> {
  return reportWhere(
    page,
    `more than ${processed} frames from the GPU`,
    ({ frames, result }) => frames.processed > processed && result !== null,
    400_000,
  );
}

function nextWorker(page: Page): Promise<Worker> {
  return page.waitForEvent("worker", {
    predicate: (one) => entry.test(one.url()),
    timeout: 60_000,
  });
}

/** The report once a new worker is at work: until then it speaks of the old one's frames. */
async function runsAnew(page: Page): Promise<Report> {
  const status = page.getByTestId("status");
  await expect(status).toHaveAttribute("data-state", "loading");
  await expect(status).toHaveAttribute("data-state", "running", { timeout: 400_000 });
  return framesBeyond(page, 0);
}

const session = { engine: "litert", backend: "webgpu" };
const query = "task=segment&source=camera&start&engine=litert&backend=webgpu";

// The software GPU computes slowly, and compiles every shader anew after the loss.
test.describe.configure({ timeout: 900_000 });

test("a GPU device lost in mid-run, and a crash of the GPU process, cost a worker each and not the app", async ({
  open,
  server,
}) => {
  // The worker is the one of the build; a watch before it knows its GPU device and what it moves.
  server.fault = (request, response) => {
    const path = request.url ?? "";
    if (!entry.test(path)) return false;
    const code = readFileSync(`${builtApp}${path}`, "utf8");
    response.setHeader("Content-Type", "text/javascript");
    response.end(`(${watchTransfers})();\n${code}`);
    return true;
  };
  const { page } = await open({ flags: softwareGpu, clip: await sampleClip("segment"), query });
  const before = await framesBeyond(page, 2);
  expect(before).toMatchObject({ ...session, refused: [] });
  const worker = page.workers().find((one) => entry.test(one.url()));
  if (!worker) throw new Error("no worker of the app");

  const moved = await worker.evaluate(() =>
    (globalThis as unknown as { transfers: Marked[] }).transfers.flatMap((all) => all.transfers),
  );
  const frame = before.result?.frame;
  const ways = moved.filter(({ call }) => call === "importExternalTexture").length;
  test.info().annotations.push({ type: "moved", description: `${ways} of ${moved.length}` });
  expect(ways, "frames enter as textures").toBeGreaterThan(2);
  expect(moved.filter(({ call }) => call === "getImageData" || call === "copyTo")).toEqual([]);
  expect(frame?.width).toBeGreaterThan(0);

  const lost = { kind: "device-lost", detectedMs: expect.any(Number) };
  const devtools = await page.context().newCDPSession(page);
  const losses = [
    () => page.getByTestId("chaos-device-lost").click(),
    // The whole process, as a driver that fails takes it along.
    () => devtools.send("Browser.crashGpuProcess"),
  ];
  for (const [index, lose] of losses.entries()) {
    const replaced = nextWorker(page);
    await lose();
    await replaced;
    const after = await runsAnew(page);
    expect(after).toMatchObject({ ...session, refused: [] });
    const { recoveries } = after as Report & { readonly recoveries: readonly object[] };
    expect(recoveries).toHaveLength(index + 1);
    expect(recoveries[index]).toEqual({ ...lost, recoveredMs: expect.any(Number) });
  }
  expect((await readReport(page)).network.foreignRequests).toBe(0);
});

test("a GPU that is lost again while a worker begins on it comes back; one that the browser takes away is done without", async ({
  open,
}) => {
  const { page } = await open({ flags: softwareGpu, clip: await sampleClip("segment"), query });
  await framesBeyond(page, 0);
  const devtools = await page.context().newCDPSession(page);
  const successor = nextWorker(page);
  await page.getByTestId("chaos-device-lost").click();
  await successor;
  await expect(page.getByTestId("status")).toHaveAttribute("data-state", "loading");
  await devtools.send("Browser.crashGpuProcess");
  expect(await runsAnew(page)).toMatchObject({ ...session, refused: [] });

  // After a second crash Chromium has no adapter any more, and the address asked for nothing else.
  await devtools.send("Browser.crashGpuProcess");
  await page.getByTestId("error").getByTestId("use-cpu").click({ timeout: 200_000 });
  await reportWhere(page, "frames from the processor", ({ engine, backend, frames, coverage }) =>
    Boolean(
      engine === session.engine && backend === "wasm" && frames.processed > 2 && coverage > 0,
    ),
  );
});
