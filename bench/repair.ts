import type { Page } from "@playwright/test";
import { freshProfile, launch } from "#browser";
import { dynamicMobileNetwork } from "#model-kit/test-models";
import { serve } from "#serve";
import { findChromium } from "../scripts/chromium.ts";
import { median } from "./spread.ts";

const rounds = Number(process.env.ROUNDS ?? 3);
const goal = 5;

/** Waits until every engine has tried the model that is proposed; answers with a run's time on wasm. */
async function runMs(page: Page): Promise<number> {
  const trial = page.locator('[data-testid="trial-onnx-wasm"][data-at="ran"]');
  await trial.waitFor({ timeout: 300_000 });
  await page.locator('[data-testid="model-proposal"][data-busy="false"]').waitFor();
  const words = (await trial.textContent()) ?? "";
  const [, number] = /([\d.]+) ms a run/.exec(words) ?? [];
  if (number === undefined) throw new Error(`no time in "${words}"`);
  return Number(number);
}

process.env.CHROMIUM = await findChromium();
const app = await serve({ root: process.env.LOCALENS_DIST ?? "dist", port: 0 });
const profile = freshProfile();
const { name, bytes } = dynamicMobileNetwork();
const asItIs: number[] = [];
const repaired: number[] = [];
try {
  const context = await launch(profile);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${app.url}/?place=models`);
  for (let round = 0; round < rounds; round += 1) {
    const file = { name, mimeType: "", buffer: Buffer.from(bytes) };
    await page.getByTestId("model-input").setInputFiles(file);
    asItIs.push(await runMs(page));
    await page.getByTestId("repair-float-weights").click();
    await page.getByTestId("repair-float-weights").waitFor({ state: "detached" });
    repaired.push(await runMs(page));
    await page.getByRole("button", { name: "Cancel" }).click();
  }
  await context.close();
} finally {
  await app.close();
  profile.remove();
}
const [before, after] = [median(asItIs), median(repaired)];
const ratio = before / after;
console.log(
  `\nFloat repair of a MobileNetV2 that is quantized at run time, wasm, ${rounds} rounds`,
);
console.log("\n| ms a run | as it is | repaired |\n| --- | ---: | ---: |");
console.log(`| median | ${before.toFixed(1)} | ${after.toFixed(1)} |`);
console.log(
  `${ratio.toFixed(1)} × as fast (goal ${goal}, ${ratio >= goal ? "reached" : "missed"})`,
);
