import { readFileSync } from "node:fs";
import { builtApp, expect, test } from "./support/app.ts";

test("the browser finds nothing in the way of installing", async ({ open }) => {
  const { page, context } = await open();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A private window can never install; this profile is a private one only to the browser's eye.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "{}") as {
    icons: { src: string; purpose?: string }[];
    screenshots: { src: string; form_factor: string }[];
    shortcuts: { url: string }[];
  };
  expect(manifest.icons.some(({ purpose }) => purpose?.includes("maskable"))).toBe(true);
  expect(new Set(manifest.screenshots.map((shot) => shot.form_factor))).toEqual(
    new Set(["narrow", "wide"]),
  );
  for (const { src } of [...manifest.icons, ...manifest.screenshots]) {
    const { status, type } = await page.evaluate(
      (address) =>
        fetch(address).then((response) => ({
          status: response.status,
          type: response.headers.get("Content-Type"),
        })),
      src,
    );
    expect([src, status]).toEqual([src, 200]);
    expect(type).toMatch(/^image\//);
  }
});

test("an update waits, offers itself, and never changes files under a running session", async ({
  open,
  server,
}) => {
  const { page } = await open({ query: "task=detect&source=sample&start" });
  await expect(page.getByTestId("offline-ready")).toHaveCount(1);
  const worker = readFileSync(`${builtApp}/sw.js`, "utf8");
  server.fault = (request, response) => {
    if (request.url !== "/sw.js") return false;
    response
      .writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "no-cache" })
      .end(`${worker}\n// a later version`);
    return true;
  };
  await page.evaluate(() =>
    navigator.serviceWorker.getRegistration().then((found) => found?.update()),
  );
  await expect(page.getByTestId("update")).toBeVisible();
  const reloaded = page.waitForEvent("load");
  await page.getByTestId("update").click();
  await reloaded;
  await expect(page.getByTestId("status")).toBeVisible();
});
