import { statSync } from "node:fs";
import type { Page } from "@playwright/test";
import { builtApp, expect, type StoryServer, test } from "./support/app.ts";

/** Chromium's software GPU, which computes rightly and slowly. */
const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-vulkan=swiftshader",
  "--use-angle=vulkan",
  "--ignore-gpu-blocklist",
];

interface Row {
  readonly engine: string;
  readonly backend: string;
  readonly ok: boolean;
  readonly agreement: { worst: number | null; tolerance: number } | null;
  readonly coldMs: number | null;
  readonly warmMs: number | null;
  readonly threads: number | null;
  readonly build: string | null;
  readonly reason?: string;
}

const engines = ["tfjs", "litert", "onnx"];

/** Starts the check and waits for its report. */
async function check(page: Page): Promise<readonly Row[]> {
  await page.getByTestId("check-device").click();
  const report = page.getByTestId("check-report");
  // A software GPU takes its time; a hang is a row's own business and has its own limit.
  await expect(report).toBeVisible({ timeout: 400_000 });
  const rows = JSON.parse((await report.textContent()) ?? "") as readonly Row[];
  test.info().annotations.push({ type: "rows", description: JSON.stringify(rows) });
  return rows;
}

function rowsOn(rows: readonly Row[], backend: string): readonly Row[] {
  return engines.flatMap((engine) =>
    rows.filter((row) => row.engine === engine && row.backend === backend),
  );
}

/** A row that is right says everything about itself. */
function expectRight(row: Row): void {
  const what = `${row.engine} ${row.backend}: ${row.reason ?? "right"}`;
  expect(row.ok, what).toBe(true);
  expect(row.agreement?.worst, what).toBeLessThanOrEqual(row.agreement?.tolerance ?? 0);
  expect(row.coldMs, what).toBeGreaterThan(0);
  expect(row.warmMs, what).toBeGreaterThan(0);
  expect(row.threads, what).toBeGreaterThanOrEqual(1);
  expect(row.build, what).toMatch(/wasm|webgpu/i);
  expect(row.reason, what).toBeUndefined();
}

/** The requests for models, engine code and engine wasm. */
function heavy(server: StoryServer): string[] {
  return server.asked.filter((path) => /^\/(models|engines)\/|^\/assets\/engine-/.test(path));
}

test.describe("check this device", () => {
  test.describe.configure({ timeout: 480_000 });

  test("every engine is right on the processor, and says why not on missing graphics; then offline", async ({
    open,
    server,
  }) => {
    const first = await open({ query: "check" });
    await expect(first.page.getByTestId("check-size")).toContainText("MB");
    await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect(heavy(server), "nothing is fetched before it is started").toEqual([]);
    const rows = await check(first.page);
    expect(rows).toHaveLength(6);
    for (const row of rowsOn(rows, "wasm")) expectRight(row);
    for (const row of rowsOn(rows, "webgpu")) {
      expect(row).toMatchObject({ ok: false, agreement: null, coldMs: null });
      expect(row.reason).toBeTruthy();
    }
    const kept = () =>
      first.page.evaluate(async () => {
        const cache = await caches.open("localens-engines");
        return (await cache.keys()).map(({ url }) => /engines\/([a-z]+)\/.*wasm/.exec(url)?.[1]);
      });
    await expect.poll(kept).toEqual(expect.arrayContaining(engines));
    await first.close();
    await server.close();

    const second = await open({ query: "check" });
    const again = await check(second.page);
    for (const row of rowsOn(again, "wasm")) expectRight(row);
  });

  test("every engine on the software GPU is right, or says why not; no more is moved than was said", async ({
    open,
    server,
  }) => {
    const { page } = await open({ query: "check", flags: softwareGpu });
    const saidBytes = Number(await page.getByTestId("check-size").getAttribute("data-bytes"));
    const rows = await check(page);
    expect(rowsOn(rows, "wasm")).toHaveLength(3);
    expect(rowsOn(rows, "webgpu")).toHaveLength(3);
    for (const row of rowsOn(rows, "wasm")) expectRight(row);
    for (const row of rowsOn(rows, "webgpu")) {
      if (row.ok) expectRight(row);
      else expect(row.reason, row.engine).toBeTruthy();
    }
    const moved = [...new Set(heavy(server))].map((path) => statSync(`${builtApp}${path}`).size);
    const movedBytes = moved.reduce((sum, size) => sum + size, 0);
    expect(movedBytes).toBeLessThanOrEqual(saidBytes);
    expect(movedBytes, "nor is it said to be much more").toBeGreaterThan(0.9 * saidBytes);
  });

  test("an engine that hangs and one whose files are missing cost only their own rows", async ({
    open,
    server,
  }) => {
    server.fault = (request, response) => {
      const path = request.url ?? "";
      if (/^\/engines\/litert\/.*\.js$/.test(path)) {
        response.writeHead(200, { "Content-Type": "text/javascript" }).end("for (;;);");
        return true;
      }
      if (!/^\/engines\/tfjs\//.test(path)) return false;
      response.writeHead(404).end();
      return true;
    };
    const { page } = await open({ query: "check" });
    const [missing, hung, right] = rowsOn(await check(page), "wasm");
    expect(missing).toMatchObject({ ok: false, reason: expect.stringMatching(/./) });
    expect(hung).toMatchObject({ ok: false, reason: expect.stringContaining("no first answer") });
    if (right) expectRight(right);
    expect(right?.engine).toBe("onnx");
  });

  test("the diagnostics hold it too: cancelled, and copied", async ({ open }) => {
    const { page, context } = await open({ viewport: { width: 390, height: 844 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByTestId("open-truth").click();
    await page.getByTestId("check-device").click();
    await page.getByTestId("check-cancel").click();
    await expect(page.getByTestId("check-report")).toHaveCount(0);
    const rows = await check(page);
    await page.getByTestId("check-copy-json").click();
    await expect(page.getByTestId("check-copy-json")).toHaveText("Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toEqual(rows);
    await page.getByTestId("check-copy-text").click();
    await expect(page.getByTestId("check-copy-text")).toHaveText("Copied");
    const words = await page.evaluate(() => navigator.clipboard.readText());
    expect(words).toMatch(/ONNX Runtime wasm: right, off by /);
  });

  test.describe("on a host that cannot set headers", () => {
    test.use({ serverOptions: { headers: {} } });

    test("every engine is right on the processor with one thread", async ({ open }) => {
      const { page } = await open({ query: "check" });
      for (const row of rowsOn(await check(page), "wasm")) {
        expectRight(row);
        expect(row.threads).toBe(1);
      }
    });
  });
});
