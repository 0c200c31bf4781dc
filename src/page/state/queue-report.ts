import { countsOf, type QueueItem, type QueueState } from "./queue-state.ts";

/** The queue for the diagnostics report: where each file stands, without pixels and results. */
export function queueReport(queue: QueueState): object {
  return {
    ...countsOf(queue),
    stopped: queue.stopped,
    leftOut: queue.leftOut,
    items: queue.items.map(reportItem),
  };
}

function reportItem({ name, kind, size, outcome, thumbnail }: QueueItem): object {
  return {
    file: name,
    kind,
    at: outcome.at,
    size: size ?? null,
    thumbnailBytes: thumbnail?.blob.size ?? 0,
    ...(outcome.at === "running" && { progress: outcome.progress }),
    ...(outcome.at === "failed" && {
      error: {
        code: outcome.error.code,
        details: outcome.error.details,
        cause: outcome.error.cause instanceof Error ? outcome.error.cause.message : null,
      },
    }),
    ...(outcome.at === "done" && {
      ...outcome.facts,
      ms: outcome.ms,
      notes: outcome.notes,
      // The times of a video's frames: results of many frames would be too long to read.
      ...(kind === "video" && {
        frames: outcome.results.length,
        lastMs: outcome.results.at(-1)?.frame.timestampMs ?? 0,
      }),
    }),
  };
}
