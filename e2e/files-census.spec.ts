import type { CDPSession, Page } from "@playwright/test";
import { expect, test } from "./support/app.ts";
import { samplePicture } from "./support/clip.ts";
import { queueWhere } from "./support/queue.ts";

const count = 1_000;

/** Counts what holds memory in the page: addresses of blobs and bitmaps, from before anything of the app runs. */
const countHolders = `
  const urls = new Set();
  const create = URL.createObjectURL;
  const revoke = URL.revokeObjectURL;
  URL.createObjectURL = (blob) => {
    const url = create.call(URL, blob);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revoke.call(URL, url);
  };
  globalThis.liveAddresses = () => urls.size;
`;

interface Census {
  readonly heapBytes: number;
  readonly addresses: number;
  readonly images: number;
}

async function census(page: Page, cdp: CDPSession): Promise<Census> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { addresses, images } = await page.evaluate(() => ({
    addresses: (globalThis as unknown as { liveAddresses(): number }).liveAddresses(),
    images: document.images.length,
  }));
  return { heapBytes: usedSize, addresses, images };
}

test("a thousand pictures run with flat memory", async ({ open, server }) => {
  test.setTimeout(480_000);
  const { page, context } = await open({ before: countHolders, query: "place=files&task=pose" });
  // Without diagnostics, whose report of a thousand results would be most of what is measured.
  await page.goto(`${server.url}/?place=files&task=pose`);
  const picture = await samplePicture(160, 120, 2000, "pose");
  const cdp = await context.newCDPSession(page);
  await page.evaluate(
    ([base64, count]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      for (let index = 1; index <= count; index += 1) {
        data.items.add(new File([bytes], `picture-${index}.png`, { type: "image/png" }));
      }
      const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [picture.toString("base64"), count] as const,
  );
  await queueWhere(page, { total: count, failed: 0 }, ({ done }) => done >= 100, 120_000);
  const early = await census(page, cdp);
  const doneEarly = (await queueWhere(page, {})).done;
  await queueWhere(page, { done: count, failed: 0 }, undefined, 300_000);
  // Through all of the gallery and back: what was seen on the way is let go again.
  await page.getByTestId("tile").first().focus();
  await page.keyboard.press("End");
  await expect(page.getByTestId("tile").last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.getByTestId("tile").first()).toBeFocused();
  await expect
    .poll(async () => (await census(page, cdp)).addresses, { message: "addresses let go" })
    .toBeLessThan(80);
  const late = await census(page, cdp);
  test.info().annotations.push({ type: "census", description: JSON.stringify({ early, late }) });
  expect(late.images).toBeLessThan(80);
  // What is kept of each picture: its result and a few words, far less than its pixels.
  const keptBytes = (late.heapBytes - early.heapBytes) / (count - doneEarly);
  expect(keptBytes).toBeLessThan(16_000);

  // With the diagnostics open, the worker tells that it holds nothing.
  await page.getByTestId("queue-clear").click();
  await expect.poll(async () => (await census(page, cdp)).addresses).toBe(0);
  await page.keyboard.press("d");
  await expect
    .poll(async () => {
      const report = JSON.parse((await page.getByTestId("report").textContent()) ?? "{}");
      return report.frames;
    })
    .toMatchObject({ open: 0, processed: count });
});
