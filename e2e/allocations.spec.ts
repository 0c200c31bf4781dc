import type { Page } from "@playwright/test";
import { expect, readReport, reportWhere, test } from "./support/app.ts";
import { watchAllocations } from "./support/watch-allocations.ts";

/** The largest thing that may be made for a frame: a person mask's answer, a byte a cell, which leaves the worker. */
const answerBytes = 256 * 256;

/** Each with what makes its models' answers without making arrays: ONNX Runtime makes its own on every run. */
const ways = [
  { task: "segment", engine: "litert" },
  { task: "pose", engine: "litert" },
  { task: "pose", engine: "tfjs" },
  { task: "detect", engine: "litert" },
];

function inferenceWorker(page: Page) {
  const worker = page.workers().find((candidate) => /entry/.test(candidate.url()));
  if (!worker) throw new Error("no inference worker");
  return worker;
}

test("a frame allocates nothing of its input's size, nor near it, once the app is warm", async ({
  open,
  server,
}) => {
  const { page } = await open();
  for (const { task, engine } of ways) {
    const query = `task=${task}&engine=${engine}&backend=wasm&source=sample&start`;
    await page.goto(`${server.url}/?${query}&tune=off&governor=off&debug`);
    await reportWhere(page, `frames of ${task}`, ({ frames }) => frames.processed > 8);
    const worker = inferenceWorker(page);
    await worker.evaluate(watchAllocations, answerBytes + 1);
    // What was told last was told before the watch began.
    const { frames: before } = await readReport(page);
    const since = await reportWhere(
      page,
      "the next report",
      ({ frames }) => frames.processed > before.processed,
    );
    await reportWhere(
      page,
      `frames of ${task}, watched`,
      ({ frames }) => frames.processed >= since.frames.processed + 8,
    );
    expect(await worker.evaluate(() => globalThis.allocations?.()), `${task} by ${engine}`).toEqual(
      [],
    );
    // The watch sees what is made in each of the ways.
    const seen = await worker.evaluate((bytes) => {
      const made = new Float32Array(bytes / 4 + 1);
      made.slice();
      Float32Array.from(made);
      made.buffer.slice(0);
      new Uint8Array(made.buffer);
      return globalThis.allocations?.().reduce((sum, { count }) => sum + count, 0);
    }, answerBytes);
    expect(seen).toBe(4);
  }
});
