import { useEffect, useState } from "react";
import { type TaskId, type TaskResult, taskById } from "#tasks";
import type { TaskView } from "#tasks/view";
import type { ItemOutcome, QueueItem } from "../state/queue-state.ts";
import { filesText } from "../text/files-text.ts";
import { loadTaskView } from "../ui/task-view.ts";

/** The views of those tasks that results are of, as far as they are fetched. */
export type TaskViews = ReadonlyMap<TaskId, TaskView<TaskId>>;

type Done = Extract<ItemOutcome, { at: "done" }>;

/** The words of a result never change; a list of a thousand asks for them again and again. */
const known = new WeakMap<TaskResult, string>();

/** Fetches the views of the tasks of all results: a queue may hold those of several. */
export function useTaskViews(items: readonly QueueItem[]): TaskViews {
  const [views, setViews] = useState<TaskViews>(new Map());
  const wanted = new Set(
    items.flatMap(({ outcome }) => (outcome.at === "done" ? [outcome.facts.task] : [])),
  );
  const missing = [...wanted].filter((task) => !views.has(task)).join(" ");
  useEffect(() => {
    let current = true;
    for (const id of missing.split(" ")) {
      const task = taskById(id)?.id;
      if (!task) continue;
      void loadTaskView(task).then((view) => {
        if (current && view) setViews((before) => new Map([...before, [task, view]]));
      });
    }
    return () => {
      current = false;
    };
  }, [missing]);
  return views;
}

/** One result in words; empty when nothing was found, undefined before its task's words are here. */
export function resultWords(result: TaskResult, views: TaskViews): string | undefined {
  const before = known.get(result);
  if (before !== undefined) return before;
  const words = views.get(result.task)?.words(result);
  if (words !== undefined) known.set(result, words);
  return words;
}

/** In how many of an outcome's frames something was found; undefined before the words are here. */
export function hitsOf({ results }: Done, views: TaskViews): number | undefined {
  let hits = 0;
  for (const result of results) {
    const words = resultWords(result, views);
    if (words === undefined) return undefined;
    if (words !== "") hits += 1;
  }
  return hits;
}

/** A done item in words, one line. */
export function outcomeWords(item: QueueItem, outcome: Done, views: TaskViews): string {
  const [first] = outcome.results;
  const hits = hitsOf(outcome, views);
  if (hits === undefined) return "";
  if (item.kind === "video") return filesText.framesWords(hits, outcome.results.length);
  return (first && resultWords(first, views)) || filesText.nothing;
}
