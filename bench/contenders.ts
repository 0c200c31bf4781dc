import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { blockedMs, pageClock, type Round, watchLongTasks } from "./measure.ts";
import type { PeerState } from "./peer/loop.ts";
import { median } from "./spread.ts";

/** One side of the comparison: opens its page on the fake camera and measures one round. */
export interface Contender {
  readonly name: string;
  round(context: BrowserContext, seconds: number): Promise<Round>;
  /** A visit before those that are measured: for so long, as a person makes it. */
  visit(context: BrowserContext, seconds: number): Promise<void>;
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
  readonly stages: Readonly<Record<string, { readonly p50Ms: number }>>;
}

/** What Localens is to run otherwise than as it comes. */
export interface Choice {
  /** Another shipped model of the task, by its card. */
  readonly model?: string;
  /** Sets options once it runs. */
  options?(page: Page): Promise<void>;
}

/** Localens itself, the production build. */
export function localens(origin: string, task: string, choice: Choice = {}): Contender {
  const model = choice.model === undefined ? "" : `&model=${choice.model}`;
  const plain = `${origin}/?task=${task}&source=camera&start&backend=wasm${model}`;
  // While it is measured the app measures nothing itself.
  const url = `${plain}&tune=off&governor=off`;
  const read = async (page: Page): Promise<LocalensReport> =>
    JSON.parse((await page.getByTestId("report").textContent()) ?? "") as LocalensReport;
  const open = async (context: BrowserContext, address: string) => {
    const page = await openPage(context, address);
    const startMs = await until(() =>
      page.evaluate(() => performance.getEntriesByName("localens:first-result")[0]?.startTime),
    );
    return { page, startMs };
  };
  return {
    name: "Localens",
    async visit(context, seconds) {
      const { page } = await open(context, plain);
      await sleep(seconds * 1000);
      await page.close();
    },
    async round(context, seconds) {
      const { page, startMs } = await open(context, url);
      // Only now, for no peer's page shows any: the diagnostics, in which the report is.
      await page.keyboard.press("d");
      await choice.options?.(page);
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
        workMs: ["preprocess", "infer", "decode", "draw"].reduce(
          (sum, stage) => sum + (after.stages[stage]?.p50Ms ?? 0),
          0,
        ),
        blockedShare: ((await blockedMs(page)) - blockedBefore) / elapsedMs,
        startMs,
      };
      await page.close();
      return round;
    },
  };
}

/** `@vladmandic/human` on the work of one task only, on wasm: as it comes, or without cache and filters. */
export function human(origin: string, work: string, mode: "default" | "bare"): Contender {
  const name = mode === "default" ? "Human, as it comes" : "Human, no cache, no filters";
  return peer(name, `${origin}/human?work=${work}&mode=${mode}`);
}

/** MediaPipe's own web tasks on the work of one task, on the processor. */
export function mediapipe(origin: string, work: string): Contender {
  return peer("MediaPipe Tasks", `${origin}/mediapipe?work=${work}`);
}

function peer(name: string, url: string): Contender {
  const read = (page: Page): Promise<PeerState> =>
    page.evaluate(() => (window as unknown as { peer: PeerState }).peer);
  const open = async (context: BrowserContext) => {
    const page = await openPage(context, url);
    const { firstResultMs } = await until(async () => {
      const state = await read(page);
      return state.frames > 0 ? state : undefined;
    });
    return { page, firstResultMs };
  };
  return {
    name,
    async visit(context, seconds) {
      const { page } = await open(context);
      await sleep(seconds * 1000);
      await page.close();
    },
    async round(context, seconds) {
      const { page, firstResultMs } = await open(context);
      await sleep(3000);
      const before = await read(page);
      const blockedBefore = await blockedMs(page);
      const clockBefore = await pageClock(page);
      await sleep(seconds * 1000);
      const after = await read(page);
      const elapsedMs = (await pageClock(page)) - clockBefore;
      const frames = after.frames - before.frames;
      if (after.found === 0) throw new Error(`${name} finds nothing in the clip`);
      const round: Round = {
        framesPerSecond: (1000 * frames) / elapsedMs,
        frameAgeMs: median(after.agesMs.slice(before.frames)),
        frameMs: elapsedMs / frames,
        workMs: median(after.worksMs.slice(before.frames)),
        blockedShare: ((await blockedMs(page)) - blockedBefore) / elapsedMs,
        startMs: firstResultMs,
      };
      await page.close();
      return round;
    },
  };
}
