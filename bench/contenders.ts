import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { blockedMs, pageClock, type Round, watchLongTasks } from "./measure.ts";
import type { PeerState } from "./peer/human.ts";
import { median } from "./spread.ts";

/** One side of the comparison: opens its page on the fake camera and measures one round. */
export interface Contender {
  readonly name: string;
  round(context: BrowserContext, seconds: number): Promise<Round>;
}

/** Waits until a condition on the page holds; far apart looks, so that looking costs nothing. */
async function until<T>(look: () => Promise<T | undefined>, limitMs = 120_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error("the contender did not get going");
    await sleep(100);
  }
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(watchLongTasks);
  await page.goto(url);
  return page;
}

interface LocalensReport {
  readonly frames: { readonly processed: number };
  readonly frameAgeMs: { readonly p50Ms: number };
  readonly stages: { readonly infer?: { readonly p50Ms: number } };
}

/** Localens itself, the production build. */
export function localens(origin: string): Contender {
  const url = `${origin}/?task=detect&source=camera&start&debug&backend=wasm`;
  const read = async (page: Page): Promise<LocalensReport> =>
    JSON.parse((await page.getByTestId("report").textContent()) ?? "") as LocalensReport;
  return {
    name: "Localens",
    async round(context, seconds) {
      const page = await openPage(context, url);
      const startMs = await until(() =>
        page.evaluate(() => performance.getEntriesByName("localens:first-result")[0]?.startTime),
      );
      await sleep(3000);
      const before = await read(page);
      const blockedBefore = await blockedMs(page);
      const clockBefore = await pageClock(page);
      await sleep(seconds * 1000);
      const after = await read(page);
      const elapsedMs = (await pageClock(page)) - clockBefore;
      const frames = after.frames.processed - before.frames.processed;
      const round: Round = {
        framesPerSecond: (1000 * frames) / elapsedMs,
        frameAgeMs: after.frameAgeMs.p50Ms,
        frameMs: elapsedMs / frames,
        blockedShare: ((await blockedMs(page)) - blockedBefore) / elapsedMs,
        startMs,
      };
      await page.close();
      return round;
    },
  };
}

/** The peer, `@vladmandic/human`, object detection only, same weights, wasm. */
export function human(origin: string, mode: "default" | "bare"): Contender {
  const read = (page: Page): Promise<PeerState> =>
    page.evaluate(() => (window as unknown as { peer: PeerState }).peer);
  return {
    name: mode === "default" ? "Human, as it comes" : "Human, no cache, no filters",
    async round(context, seconds) {
      const page = await openPage(context, `${origin}/?mode=${mode}`);
      const { firstResultMs } = await until(async () => {
        const state = await read(page);
        return state.frames > 0 ? state : undefined;
      });
      await sleep(3000);
      const before = await read(page);
      const blockedBefore = await blockedMs(page);
      const clockBefore = await pageClock(page);
      await sleep(seconds * 1000);
      const after = await read(page);
      const elapsedMs = (await pageClock(page)) - clockBefore;
      const frames = after.frames - before.frames;
      const round: Round = {
        framesPerSecond: (1000 * frames) / elapsedMs,
        frameAgeMs: median(after.agesMs.slice(before.frames)),
        frameMs: elapsedMs / frames,
        blockedShare: ((await blockedMs(page)) - blockedBefore) / elapsedMs,
        startMs: firstResultMs,
      };
      await page.close();
      return round;
    },
  };
}
