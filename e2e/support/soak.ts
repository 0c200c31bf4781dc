import type { Page } from "@playwright/test";
import { type Heaps, openHeaps } from "./heaps.ts";

/** What an app that runs holds after so many frames. */
export interface SoakSample {
  readonly frames: number;
  /** The heaps of the page and of the worker that runs models together, array buffers included, their garbage collected. */
  readonly heapBytes: number;
  readonly wasmBytes: number;
  readonly gpuBuffers: number;
  readonly openFrames: number;
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

interface SoakReport {
  readonly frames: { readonly processed: number; readonly open: number };
  readonly memory: { readonly wasmBytes: number; readonly gpuBuffers: number };
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

/** Waits for so many frames; a minute without one is a failure. */
async function reach(page: Page, frames: number): Promise<void> {
  let last = -1;
  let lastMs = Date.now();
  for (;;) {
    const { processed } = (await reportOf(page).catch(() => undefined))?.frames ?? {
      processed: -1,
    };
    if (processed >= frames) return;
    if (processed !== last) lastMs = Date.now();
    else if (Date.now() - lastMs > 60_000) throw new Error(`no frame came after ${processed}`);
    last = processed;
    await page.waitForTimeout(250);
  }
}

/** The picture stands while it is measured: what one frame makes and leaves at once is no growth. */
async function sampleOf(page: Page, heaps: Heaps): Promise<SoakSample> {
  const { frames, memory } = await reportOf(page);
  await freeze(page, "paused");
  const heapBytes = await heaps.collectedBytes();
  await freeze(page, "running");
  const { wasmBytes, gpuBuffers } = memory;
  return { frames: frames.processed, heapBytes, wasmBytes, gpuBuffers, openFrames: frames.open };
}

async function freeze(page: Page, until: "paused" | "running"): Promise<void> {
  await page.keyboard.press("f");
  await page
    .locator(`[data-testid="status"][data-state="${until}"]`)
    .waitFor({ state: "attached" });
}

/**
 * Bytes that the heap grew a frame: the median slope of all pairs of samples (Theil and Sen), which a sample in
 * the middle of something does not move.
 */
export function bytesPerFrame(samples: readonly SoakSample[]): number {
  const slopes = samples
    .flatMap((one, at) =>
      samples
        .slice(at + 1)
        .map((other) => (other.heapBytes - one.heapBytes) / (other.frames - one.frames)),
    )
    .sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  const upper = slopes[middle] ?? 0;
  return slopes.length % 2 === 1 ? upper : (upper + (slopes[middle - 1] ?? upper)) / 2;
}

/** What is not flat, in words; nothing where all is. */
export function growth(samples: readonly SoakSample[]): readonly string[] {
  const bytes = bytesPerFrame(samples);
  const most = (of: (sample: SoakSample) => number): number => Math.max(...samples.map(of));
  const [first] = samples;
  if (!first || samples.length < 3) return ["fewer than three samples"];
  return [
    ...(bytes > mostBytesPerFrame ? [`the heap grows ${bytes.toFixed(0)} bytes a frame`] : []),
    ...(most(({ wasmBytes }) => wasmBytes) > first.wasmBytes
      ? [`wasm memory grew from ${first.wasmBytes} to ${most(({ wasmBytes }) => wasmBytes)} bytes`]
      : []),
    ...(most(({ gpuBuffers }) => gpuBuffers) > first.gpuBuffers
      ? [`GPU buffers grew from ${first.gpuBuffers} to ${most(({ gpuBuffers }) => gpuBuffers)}`]
      : []),
    ...(most(({ openFrames }) => openFrames) > 2
      ? [`${most(({ openFrames }) => openFrames)} frames were open at once`]
      : []),
  ];
}
