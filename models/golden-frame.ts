import { dirname } from "node:path";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import type { Size } from "#shared";
import { modelsFolder } from "./read-cards.ts";

/**
 * Draws one frame of what a module's `drawSample` shows, `[height, width, 3]` RGB bytes, in headless
 * Chromium.
 */
export async function drawGoldenFrame(
  module: string,
  { width, height }: Size,
  timeMs: number,
): Promise<Uint8Array> {
  const server = await createServer({
    configFile: false,
    root: dirname(modelsFolder),
    // No page of the app is wanted, only its modules.
    appType: "custom",
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    const blank = `${server.resolvedUrls?.local[0]}blank`;
    await page.route(blank, (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.goto(blank);
    const bytes = await page.evaluate(
      async ({ module, width, height, timeMs }) => {
        const { drawSample } = await import(/* @vite-ignore */ module);
        const context = new OffscreenCanvas(width, height).getContext("2d");
        if (!context) throw new Error("no 2d context");
        drawSample(context, timeMs);
        const { data } = context.getImageData(0, 0, width, height);
        return Array.from(data).filter((_, index) => index % 4 !== 3);
      },
      { module, width, height, timeMs },
    );
    return Uint8Array.from(bytes);
  } finally {
    await browser.close();
    await server.close();
  }
}
