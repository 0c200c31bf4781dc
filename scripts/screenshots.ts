import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const phone = { width: 390, height: 844, colorScheme: "dark" } as const;
const laptop = { task: "detect", width: 1440, height: 900, scale: 1 } as const;

/** The pictures of the README and of the web manifest, each of a task at its sample. */
const shots = [
  { name: "phone", task: "detect", ...phone, scale: 2 },
  { name: "laptop", ...laptop, colorScheme: "dark" },
  { name: "laptop-light", ...laptop, colorScheme: "light" },
  ...["pose", "faces", "hands", "segment", "read"].map((task) => ({
    name: task,
    task,
    ...phone,
    scale: 1,
  })),
] as const;

const executablePath = await findChromium();
const server = await serve({ root: "dist", port: 0 });
mkdirSync("public/screenshots", { recursive: true });
try {
  for (const { name, task, width, height, scale, colorScheme } of shots) {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme,
    });
    // The offer to install is once and for people, not for pictures.
    await context.addInitScript(() => {
      window.addEventListener("beforeinstallprompt", (event) => event.stopImmediatePropagation(), {
        capture: true,
      });
    });
    const page = await context.newPage();
    // Nothing else is measured meanwhile, nothing slowed: a picture of the app, not of this machine.
    await page.goto(`${server.url}/?task=${task}&source=sample&start&tune=off&governor=off`);
    await page.waitForFunction(
      () => performance.getEntriesByName("localens:first-result").length > 0,
    );
    // The street's best moment: a car in the crossing and people on the pavement.
    await page.waitForFunction(() => performance.now() > 9000);
    await page.screenshot({ path: `public/screenshots/${name}.jpg`, type: "jpeg", quality: 80 });
    await browser.close();
    console.log(`public/screenshots/${name}.jpg ${width * scale} × ${height * scale}`);
  }
} finally {
  await server.close();
}
