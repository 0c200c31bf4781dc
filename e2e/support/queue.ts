import type { Page } from "@playwright/test";
import { expect } from "./app.ts";

/** Counts of the queue, as its element shows them. */
export interface QueueCounts {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** Waits until the queue has these counts and satisfies a condition, and returns all of them. */
export async function queueWhere(
  page: Page,
  counts: Partial<QueueCounts>,
  holds: (counts: QueueCounts) => boolean = () => true,
  timeoutMs = 100_000,
): Promise<QueueCounts> {
  let last: QueueCounts = { done: 0, total: 0, failed: 0 };
  await expect
    .poll(
      async () => {
        last = await page.getByTestId("queue").evaluate(({ dataset }) => ({
          done: Number(dataset.done),
          total: Number(dataset.total),
          failed: Number(dataset.failed),
        }));
        return { ...last, holds: holds(last) };
      },
      { message: "the queue", timeout: timeoutMs },
    )
    .toMatchObject({ ...counts, holds: true });
  return last;
}
