import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findChromium } from "./chromium.ts";

/** Where the mark is drawn: `public/icon.svg`, and the sizes and margins that platforms ask for. */
const icons = [
  { file: "icon-192.png", sizePx: 192, scale: 1, square: false },
  { file: "icon-512.png", sizePx: 512, scale: 1, square: false },
  // A maskable icon may be cut to a circle of 80 % of its width.
  { file: "icon-maskable-192.png", sizePx: 192, scale: 0.84, square: true },
  { file: "icon-maskable-512.png", sizePx: 512, scale: 0.84, square: true },
  { file: "apple-touch-icon.png", sizePx: 180, scale: 0.92, square: true },
] as const;

const svg = readFileSync("public/icon.svg", "utf8");
const background = /fill="(#[0-9a-f]{6})"/.exec(svg)?.[1] ?? "#000000";
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: ["--no-sandbox"],
});
for (const { file, sizePx, scale, square } of icons) {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
  const ground = square ? background : "transparent";
  await page.setContent(
    `<style>*{margin:0}body{background:${ground}}svg{display:block;scale:${scale}}</style>${svg}`,
  );
  writeFileSync(`public/${file}`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
