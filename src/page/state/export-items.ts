import type { ExportItem } from "#exports";
import type { ItemOutcome, QueueItem } from "./queue-state.ts";

/** A file of the queue with its results. */
export interface DoneItem extends QueueItem {
  readonly outcome: Extract<ItemOutcome, { at: "done" }>;
}

/** The files that were looked at, in their order. */
export function doneItems(items: readonly QueueItem[]): readonly DoneItem[] {
  return items.filter((item): item is DoneItem => item.outcome.at === "done");
}

/** What the formats tell of a file. */
export function exportItemOf({ name, kind, size, outcome }: DoneItem): ExportItem {
  const { results, ms, facts } = outcome;
  const { task, model, variant, engine, backend } = facts;
  // The pixels that its results are about; a video in which no frame was looked at has its own.
  const { width, height } = results[0]?.frame ?? size ?? { width: 1, height: 1 };
  return { file: name, kind, width, height, task, model, variant, engine, backend, ms, results };
}
