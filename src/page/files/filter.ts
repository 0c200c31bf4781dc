import type { QueueItem } from "../state/queue-state.ts";
import { hitsOf, type TaskViews } from "./item-words.ts";

/** Which files the gallery shows. */
export const filters = ["all", "found", "nothing", "failed"] as const;

/** One way to choose among the files. */
export type Filter = (typeof filters)[number];

/** What a file counts as: `all` while it waits. */
export function classOf({ outcome }: QueueItem, views: TaskViews): Filter {
  if (outcome.at === "failed") return "failed";
  if (outcome.at !== "done") return "all";
  const hits = hitsOf(outcome, views);
  if (hits === undefined) return "all";
  return hits > 0 ? "found" : "nothing";
}
