import type { Page } from "@playwright/test";
import { type Heaps, openHeaps } from "./heaps.ts";

/** What an app that runs holds after so many frames. */
export interface SoakSample {
  readonly frames: number;
  /** The heap of the worker that runs the models, array buffers included, its garbage collected. */
  readonly workerBytes: number;
  /** The page's. */
  readonly pageBytes: number;
  readonly wasmBytes: number;
  readonly gpuBuffers: number;
  readonly openFrames: number;
  /** What the app had to recover from until now: a heap that began anew says nothing about growth. */
  readonly recovered: readonly string[];
}

/** How long a soak is. */
export interface SoakPlan {
  readonly frames: number;
  /** Frames that run before the first sample: caches fill, engines optimise. */
  readonly warmUp: number;
  /** Frames between two samples. */
  readonly every: number;
  /** Told of each sample. */
  onSample?(sample: SoakSample): void;
}

/** Ten minutes at thirty frames a second, and the growth that is allowed in them. */
const nominal = { frames: 18_000, bytes: 2 ** 20 };
/** The most that each frame may leave behind, in bytes, on the median of all pairs of samples. */
export const mostBytesPerFrame = nominal.bytes / nominal.frames;

/** So long without a frame and no more will come. */
const stallMs = 90_000;

interface SoakReport {
  readonly frames: { readonly processed: number; readonly open: number };
  readonly memory: { readonly wasmBytes: number; readonly gpuBuffers: number };
  readonly recoveries: readonly { readonly kind: string }[];
}

/**
 * Runs an app, opened on the sample with `debug`, for so many frames as fast as its device can, and samples
 * its memory.
 * @throws Error where frames no longer come
 */
export async function soak(page: Page, plan: SoakPlan): Promise<readonly SoakSample[]> {
  await reach(page, 1);
  for (const worker of page.workers()) {
    if (/sample/.test(worker.url())) await worker.evaluate(drawWithoutRest);
  }
  const heaps = await openHeaps(page, /entry/);
  const samples: SoakSample[] = [];
  for (let next = plan.warmUp; next <= plan.warmUp + plan.frames; next += plan.every) {
    await reach(page, next);
    const sample = await sampleOf(page, heaps);
    samples.push(sample);
    plan.onSample?.(sample);
  }
  return samples;
}

/** Frames are there whenever one is asked for: the sample's clock, else thirty a second, goes on with each. */
function drawWithoutRest(): void {
  let drawnMs = performance.now();
  Object.assign(globalThis, {
    requestAnimationFrame(run: (nowMs: number) => void) {
      drawnMs += 34;
      return setTimeout(() => run(drawnMs), 2);
    },
  });
}

async function reportOf(page: Page): Promise<SoakReport> {
  return JSON.parse((await page.getByTestId("report").textContent()) ?? "") as SoakReport;
}

/** Waits for so many frames, in the page itself: asking it from outside leaves things behind there. */
async function reach(page: Page, frames: number): Promise<void> {
  await page.evaluate(
    async ([wanted, limitMs]) => {
      let last = -1;
      let lastMs = performance.now();
      for (;;) {
        const report = document.querySelector('[data-testid="report"]')?.textContent ?? "";
        const now = Number(/"processed": (\d+)/.exec(report)?.[1] ?? 0);
        if (now >= wanted) return;
        if (now !== last) lastMs = performance.now();
        if (performance.now() - lastMs > limitMs) throw new Error(`no frame came after ${now}`);
        last = now;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    [frames, stallMs] as const,
  );
}

/** The picture stands while it is measured: what one frame makes and leaves at once is no growth. */
async function sampleOf(page: Page, heaps: Heaps): Promise<SoakSample> {
  const { frames, memory, recoveries } = await reportOf(page);
  await freeze(page, "paused");
  const { worker: workerBytes, page: pageBytes } = await heaps.collectedBytes();
  await freeze(page, "running");
  const { wasmBytes, gpuBuffers } = memory;
  return {
    frames: frames.processed,
    ...{ workerBytes, pageBytes, wasmBytes, gpuBuffers, openFrames: frames.open },
    recovered: recoveries.map(({ kind }) => kind),
  };
}

async function freeze(page: Page, until: "paused" | "running"): Promise<void> {
  await page.keyboard.press("f");
  await page
    .locator(`[data-testid="status"][data-state="${until}"]`)
    .waitFor({ state: "attached" });
}

/**
 * Bytes that a heap grew a frame: the median slope of all pairs of samples (Theil and Sen), which a sample in
 * the middle of something does not move.
 */
export function bytesPerFrame(
  samples: readonly SoakSample[],
  heap: "workerBytes" | "pageBytes",
): number {
  const slopes = samples
    .flatMap((one, at) =>
      samples.slice(at + 1).map((other) => (other[heap] - one[heap]) / (other.frames - one.frames)),
    )
    .sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  const upper = slopes[middle] ?? 0;
  return slopes.length % 2 === 1 ? upper : (upper + (slopes[middle - 1] ?? upper)) / 2;
}

/**
 * What is not flat, in words; nothing where all is.
 * @param most what each frame may leave behind, in bytes, by heap
 */
export function growth(
  samples: readonly SoakSample[],
  most: { readonly workerBytes: number; readonly pageBytes: number } = {
    workerBytes: mostBytesPerFrame,
    pageBytes: mostBytesPerFrame,
  },
): readonly string[] {
  const [first] = samples;
  if (!first || samples.length < 3) return ["fewer than three samples"];
  const largest = (of: "wasmBytes" | "gpuBuffers" | "openFrames"): number =>
    Math.max(...samples.map((sample) => sample[of]));
  const heaps = (["workerBytes", "pageBytes"] as const).flatMap((heap) => {
    const bytes = bytesPerFrame(samples, heap);
    return bytes > most[heap] ? [`${heap} grow ${bytes.toFixed(0)} a frame`] : [];
  });
  const counts = (["wasmBytes", "gpuBuffers"] as const).flatMap((of) =>
    largest(of) > first[of] ? [`${of} grew from ${first[of]} to ${largest(of)}`] : [],
  );
  const open = largest("openFrames");
  const recovered = samples.at(-1)?.recovered ?? [];
  return [
    ...heaps,
    ...counts,
    ...(open > 2 ? [`${open} frames were open at once`] : []),
    ...(recovered.length > 0 ? [`it was not one run: ${recovered.join(", ")}`] : []),
  ];
}
