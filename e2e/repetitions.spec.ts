import type { Page } from "@playwright/test";
import { expect, reportWhere, test } from "./support/app.ts";

/** What the report says of the counter. */
interface Counted {
  readonly repetitions?: { readonly joint: string; readonly count: number };
}

function repetitions(result: unknown): number {
  return ((result ?? {}) as Counted).repetitions?.count ?? -1;
}

/** The worker that runs the models. */
function inferenceWorker(page: Page) {
  const worker = page.workers().find((candidate) => /entry/.test(candidate.url()));
  if (!worker) throw new Error("no inference worker");
  return worker;
}

test("the count of repetitions survives the loss of the worker", async ({ open }) => {
  const { page } = await open({ query: "task=pose&source=sample&start" });
  await page.getByLabel("Count repetitions of").selectOption("left_knee");
  // The drawn figure bends its knees.
  const before = await reportWhere(
    page,
    "two repetitions",
    ({ result }) => repetitions(result) >= 2,
  );
  const replaced = page.waitForEvent("worker", { timeout: 60_000 });
  inferenceWorker(page)
    .evaluate(() => self.close())
    .catch(() => undefined);
  await replaced;
  const { result } = await reportWhere(
    page,
    "somebody again, from the new worker",
    ({ people, frames }) =>
      people === 1 && frames.processed > 3 && frames.processed < before.frames.processed,
  );
  expect(repetitions(result)).toBeGreaterThanOrEqual(repetitions(before.result));
});
