import type { BrowserContext, Page } from "@playwright/test";
import { expect, reportWhere, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";

interface Shared {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/**
 * Posts files to the share target as the OS does: a navigation with a multipart form. The form is on a
 * page of its own, for the app's own policy lets it post nowhere.
 */
async function share(
  context: BrowserContext,
  url: string,
  files: readonly Shared[],
): Promise<Page> {
  const page = await context.newPage();
  await page.setContent(`
    <form method="post" enctype="multipart/form-data" action="${url}/share">
      <input name="title" value="A title"><input name="text" value="Some words">
      <input type="file" name="files" multiple><button>Share</button>
    </form>`);
  await page.locator("input[type=file]").setInputFiles([...files]);
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForURL(/place=/);
  return page;
}

/** How many shared files the service worker still keeps. */
function keptFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const cache = await caches.open("localens-received");
    return (await cache.keys()).length;
  });
}

test("pictures that another app shares are looked at, with the server gone, and not kept", async ({
  open,
  server,
}) => {
  const first = await open({ query: "task=detect&source=sample&start" });
  await reportWhere(first.page, "a first result", ({ result }) => result !== null);
  await expect(first.page.getByTestId("offline-ready")).toHaveCount(1);
  await first.page.getByTestId("stop").click();
  await server.close();

  const page = await share(first.context, server.url, [
    { name: "street ü.png", mimeType: "image/png", buffer: await samplePicture(640, 480, 3000) },
    { name: "tall.png", mimeType: "image/png", buffer: await samplePicture(480, 640, 9000) },
  ]);
  const queue = page.getByTestId("queue");
  await expect(queue).toHaveAttribute("data-total", "2");
  await expect(queue).toHaveAttribute("data-done", "2");
  await expect(page.getByText("street ü.png").first()).toBeVisible();
  expect(await keptFiles(page)).toBe(0);
  expect(new URL(page.url()).search).toBe("?place=files");

  await page.reload();
  await expect(page.getByTestId("place-files")).toHaveAttribute("aria-current", "page");
  await expect(queue).toHaveCount(0);
});

test("a model that another app shares goes where models are brought", async ({ open, server }) => {
  const { page: first, context } = await open();
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const page = await share(context, server.url, [
    { name: "tiny.onnx", mimeType: "application/octet-stream", buffer: Buffer.from("no model") },
  ]);
  await expect(page.locator("[data-place=models]")).toBeVisible();
  expect(await keptFiles(page)).toBe(0);
});

test("shared words without a file only open the Files place", async ({ open, server }) => {
  const { page: first, context } = await open();
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const page = await share(context, server.url, []);
  await expect(page.locator("[data-place=files]")).toBeVisible();
  await expect(page.getByTestId("queue")).toHaveCount(0);
});

test("a device that is full says that shared files did not arrive", async ({ open, server }) => {
  const { page: first, context } = await open();
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const devtools = await context.newCDPSession(first);
  const { usage = 0 } = await first.evaluate(() => navigator.storage.estimate());
  const quotaSize = usage + 100_000;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize });
  const page = await share(context, server.url, [
    { name: "small.png", mimeType: "image/png", buffer: Buffer.alloc(10) },
    { name: "large.png", mimeType: "image/png", buffer: Buffer.alloc(2_000_000, 7) },
  ]);
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "received-lost");
  expect(await keptFiles(page)).toBe(0);
  expect(new URL(page.url()).search).toBe("?place=files");
});

/**
 * A headless browser cannot be started by the OS with a file, so its queue of starts is replaced by one
 * of the same shape, which hands over real file handles of the site's own file system.
 */
test("files that the OS opens with the app are looked at", async ({ open }) => {
  const picture = await samplePicture(640, 480, 3000);
  const { page } = await open({
    query: "task=detect&place=files",
    before: `
      const params = (async () => {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle("opened.png", { create: true });
        const writable = await handle.createWritable();
        const bytes = Uint8Array.from(atob("${picture.toString("base64")}"), (c) => c.charCodeAt(0));
        await writable.write(bytes);
        await writable.close();
        return { files: [handle], targetURL: location.href };
      })();
      Object.defineProperty(window, "launchQueue", {
        value: { setConsumer: (consumer) => void params.then(consumer) },
      });`,
  });
  await expect(page.getByTestId("queue")).toHaveAttribute("data-done", "1");
  await expect(page.getByText("opened.png").first()).toBeVisible();
});

test("the manifest offers the app for what it takes", async ({ open, server }) => {
  const { page, context } = await open();
  const devtools = await context.newCDPSession(page);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "{}") as {
    share_target: { action: string; method: string; enctype: string };
    file_handlers: { action: string; accept: Record<string, string[]> }[];
  };
  expect(new URL(manifest.share_target.action, `${server.url}/`).pathname).toBe("/share");
  expect(manifest.share_target).toMatchObject({ method: "POST", enctype: "multipart/form-data" });
  const places = manifest.file_handlers.map(({ action }) => new URL(action, server.url).search);
  expect(places).toEqual(["?place=files", "?place=models"]);
});
